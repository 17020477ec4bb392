/*
 * round_trip.c
 *		Stored states as text and as bytes, and back.
 */
#include "support/round_trip.h"

#include <stdlib.h>
#include <string.h>

/*
 * What is wrong with a state that does not come back from its text and its bytes,
 * and those from it, or NULL. The blocks are of just the right size, so that a
 * checker of memory sees what reaches beyond them.
 */
const char *
round_trip_problem(const summary_format *format, const void *state)
{
	size_t text_size = summary_text_size(format, state);
	size_t size = summary_binary_size(format, state);
	char *text = malloc(text_size);
	char *text_again = malloc(text_size);
	uint8_t *binary = malloc(size);
	uint8_t *binary_again = malloc(size);
	void *from_binary = malloc(summary_room(format, size));
	void *from_text;
	const char *problem = NULL;

	summary_print(format, state, text);
	summary_write(format, state, binary);
	from_text = malloc(summary_room(format, strlen(text)));
	if (strlen(text) >= text_size - 1)
		problem = "the text is too long";
	else if (summary_parse(format, text, from_text) != NULL)
		problem = "the text is refused";
	else if (summary_read(format, binary, size, from_binary) != NULL)
		problem = "the bytes are refused";
	else if (!summary_equal(format, state, from_text) ||
			 summary_size(format, state) != summary_size(format, from_text))
		problem = "the text gives another state";
	else if (!summary_equal(format, state, from_binary))
		problem = "the bytes give another state";
	else
	{
		summary_print(format, from_binary, text_again);
		summary_write(format, from_text, binary_again);
		if (strcmp(text, text_again) != 0)
			problem = "the bytes give another text";
		else if (memcmp(binary, binary_again, size) != 0)
			problem = "the text gives other bytes";
	}
	free(text);
	free(text_again);
	free(binary);
	free(binary_again);
	free(from_text);
	free(from_binary);
	return problem;
}
