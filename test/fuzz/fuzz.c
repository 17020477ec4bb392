/*
 * fuzz.c
 *		Runs the subjects of fuzzing.
 *
 * Built with -DLIBFUZZER and -fsanitize=fuzzer by clang it is a fuzzer of the
 * subject in the environment variable SUBJECT. Otherwise
 *
 *		usage: replay FOLDER
 *
 * gives the files in FOLDER/SUBJECT to each subject and prints a line of TAP for it.
 */
#include "fuzz.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "math/host.h"
#include "support/long_double.h"

typedef struct subject
{
	const char *name;
	void (*run)(input *in);
} subject;

static const subject subjects[] = {
	{"chord", fuzz_chord},
	{"exact_sum", fuzz_exact_sum},
	{"index_engine", fuzz_index_engine},
	{"index_state", fuzz_index_state},
	{"partial_states", fuzz_partial_states},
	{"reconstitution", fuzz_reconstitution},
	{"regimes", fuzz_regimes},
	{"series", fuzz_series},
	{"summaries", fuzz_summaries},
};

static const subject *running;
static long blocks_in_use;

void *
host_resize(void *block, size_t size)
{
	void *result = realloc(block, size);

	if (result == NULL)
		abort();
	blocks_in_use += block == NULL;
	return result;
}

void
host_free(void *block)
{
	blocks_in_use -= block != NULL;
	free(block);
}

void
host_check_interrupts(void)
{
}

void
host_copy(void *copy, const void *block, size_t size)
{
	if (size > 0)
		memcpy(copy, block, size);
}

void
host_sort(void *elements, size_t n, size_t size, int (*compare)(const void *, const void *))
{
	if (n > 0)
		qsort(elements, n, size, compare);
}

/* Ends the program where something does not hold. */
void
require(bool holds, const char *what)
{
	if (holds)
		return;
	printf("not ok - %s: %s\n", running->name, what);
	fflush(stdout);
	abort();
}

/* A block of just that size, so that a checker of memory sees what lies beyond it. */
void *
block_of(size_t size)
{
	void *block = malloc(size);

	if (block == NULL)
		abort();
	return block;
}

int
take_byte(input *in)
{
	if (in->left == 0)
		return 0;
	in->left--;
	return *in->next++;
}

int64_t
take_word(input *in, int bytes)
{
	uint64_t word = 0;

	for (int i = 0; i < bytes; i++)
		word = word << 8 | (uint64_t) take_byte(in);
	return (int64_t) word;
}

/* Below 256 of one byte, otherwise of two. */
int
take_below(input *in, int n)
{
	return (int) (take_word(in, n > 256 ? 2 : 1) % n);
}

/* A number above zero between two powers of two: with a few bits, or with all of them. */
double
take_size(input *in, int from, int to)
{
	int choice = take_byte(in);
	int exponent = from + take_below(in, to - from);
	double mantissa = choice < 192 ? 1 + choice % 16 / 16.0
								   : 1 + (double) (take_word(in, 7) & ((INT64_C(1) << 52) - 1)) * 0x1p-52;

	return ldexp(mantissa, exponent);
}

double
take_signed(input *in, int from, int to)
{
	bool negative = take_byte(in) & 1;
	double size = take_size(in, from, to);

	return negative ? -size : size;
}

/* A return, at times a total loss or none at all. */
double
take_return(input *in)
{
	int choice = take_byte(in);

	if (choice < 8)
		return -1;
	if (choice < 32)
		return 0;
	if (choice < 160)
		return (choice - 96) / 128.0;
	return expm1(take_signed(in, -40, 3));
}

void
take_order(input *in, int *order, int n)
{
	for (int i = 0; i < n; i++)
	{
		int j = take_below(in, i + 1);

		order[i] = order[j];
		order[j] = i;
	}
}

/* Not a number is close to itself only. */
bool
is_close(double result, long double figure, long double error)
{
	if (isnan(result) || isnan(figure) || isinf(result))
		return isnan(result) == isnan(figure) && isinf(result) == isinf((double) figure);
	return fabsl(result - figure) <= error || !has_long_double();
}

typedef struct counted_day
{
	int week;
	int month;
	int quarter;
	int year;
} counted_day;

/* Days from 1945-04-11 on, CALENDAR_REACH in both directions from 2000-01-01. */
static counted_day counted_days[2 * CALENDAR_REACH];

static int
days_in_month(int year, int month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return lengths[month] + (month == 1 && leap);
}

/* Count from 1900-01-01, a Monday, which is 36,524 days before 2000-01-01. */
static void
count_days(void)
{
	int year = 1900;
	int month = 0;
	int day = 0;

	for (int i = -36524; i < CALENDAR_REACH; i++)
	{
		if (i >= -CALENDAR_REACH)
			counted_days[i + CALENDAR_REACH] =
				(counted_day){(i + 36524) / 7, 12 * year + month, 4 * year + month / 3, year};
		if (++day == days_in_month(year, month))
		{
			day = 0;
			month = (month + 1) % 12;
			year += month == 0;
		}
	}
}

int
period_by_counting(int32_t date, frequency f)
{
	const counted_day *day = &counted_days[date + CALENDAR_REACH];

	switch (f)
	{
		case FREQUENCY_DAY:
			return date;
		case FREQUENCY_WEEK:
			return day->week;
		case FREQUENCY_MONTH:
			return day->month;
		case FREQUENCY_QUARTER:
			return day->quarter;
		case FREQUENCY_YEAR:
			return day->year;
		case FREQUENCY_NEVER:
			break;
	}
	return 0;
}

static void
run(const uint8_t *data, size_t size)
{
	input in = {data, size};

	running->run(&in);
	require(blocks_in_use == 0, "memory is not released");
}

#ifdef LIBFUZZER

extern int LLVMFuzzerInitialize(int *count, char ***arguments);
extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize(int *count, char ***arguments)
{
	const char *name = getenv("SUBJECT");

	(void) count;
	(void) arguments;
	count_days();
	for (int i = 0; i < LENGTH(subjects) && name != NULL; i++)
		if (strcmp(name, subjects[i].name) == 0)
			running = &subjects[i];
	if (running == NULL)
	{
		fprintf(stderr, "set SUBJECT to one of:");
		for (int i = 0; i < LENGTH(subjects); i++)
			fprintf(stderr, " %s", subjects[i].name);
		fprintf(stderr, "\n");
		exit(1);
	}
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	run(data, size);
	return 0;
}

#else

static void
replay_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data;
	size_t size;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0)
	{
		perror(path);
		exit(1);
	}
	size = (size_t) ftell(file);
	rewind(file);
	data = block_of(size);
	if (fread(data, 1, size, file) != size)
	{
		perror(path);
		exit(1);
	}
	fclose(file);
	run(data, size);
	free(data);
}

/* How many inputs there were. */
static int
replay(const char *folder)
{
	char path[4096];
	DIR *entries;
	struct dirent *entry;
	int inputs = 0;

	snprintf(path, sizeof path, "%s/%s", folder, running->name);
	entries = opendir(path);
	if (entries == NULL)
		return 0;
	while ((entry = readdir(entries)) != NULL)
	{
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s/%s", folder, running->name, entry->d_name);
		replay_file(path);
		inputs++;
	}
	closedir(entries);
	return inputs;
}

int
main(int count, char **arguments)
{
	bool good = true;

	if (count != 2)
	{
		fprintf(stderr, "usage: replay FOLDER\n");
		return 2;
	}
	count_days();
	printf("1..%d\n", LENGTH(subjects));
	for (int i = 0; i < LENGTH(subjects); i++)
	{
		int inputs;

		running = &subjects[i];
		inputs = replay(arguments[1]);
		good = good && inputs > 0;
		printf("%s %d - %s holds on the kept inputs: %d\n", inputs > 0 ? "ok" : "not ok", i + 1,
			   running->name, inputs);
		fflush(stdout);
	}
	return good ? 0 : 1;
}

#endif
