srcdir ?= .
EXTENSION = rotation
EXTVERSION = $(shell sed -n "s/^default_version *= *'\(.*\)'.*/\1/p" $(srcdir)/rotation.control)

MODULE_big = rotation
MATH = $(patsubst $(srcdir)/%.c,%.o,$(sort $(wildcard $(srcdir)/src/math/*.c)))
OBJS = $(patsubst $(srcdir)/%.c,%.o,$(sort $(wildcard $(srcdir)/src/*.c))) $(MATH)

EXTENSION_SCRIPT = sql/rotation--$(EXTVERSION).sql
DATA = $(patsubst $(srcdir)/%,%,$(wildcard $(srcdir)/sql/*--*--*.sql))
DATA_built = $(EXTENSION_SCRIPT)

TESTS = $(sort $(wildcard $(srcdir)/test/sql/*.sql))
REGRESS = $(patsubst $(srcdir)/test/sql/%.sql,%,$(TESTS))
REGRESS_OPTS = --inputdir=$(srcdir)/test --load-extension=pgtap --load-extension=rotation

PG_CONFIG ?= pg_config
# The tests set WERROR to -Werror. What another compiler warns of should not keep anyone from installing.
WARNINGS = -Wall -Wextra $(WERROR) -Wno-declaration-after-statement
# Contracting a*b+c into one rounding would make results depend on the machine.
PG_CPPFLAGS = -DROTATION_VERSION='"$(EXTVERSION)"' -I$(srcdir)/src -isystem $(shell $(PG_CONFIG) --includedir-server)
PG_CFLAGS = $(WARNINGS) -ffp-contract=off -fvisibility=hidden

CLUSTER = sh $(srcdir)/test/with_cluster

# The targets of the README work before anything is installed, so they come
# without PGXS; what they start calls make again once its parts are there.
WITHOUT_PGXS = demo exhibits test reference bench unit fuzz coverage check-sanitize check-valgrind check-sqlsmith check-format dist freeze META.json

.DEFAULT_GOAL = all

ifneq ($(filter-out $(WITHOUT_PGXS),$(or $(MAKECMDGOALS),all)),)
PGXS := $(shell $(PG_CONFIG) --pgxs)
ifeq ($(PGXS),)
$(error $(PG_CONFIG) was not found: install the PostgreSQL server development files, or set PG_CONFIG)
endif
include $(PGXS)
override BITCODE_CFLAGS += -ffp-contract=off
endif

all: $(EXTENSION_SCRIPT)

SQL_PARTS = $(shell sed -n 's/^\\ir //p' $(srcdir)/sql/rotation.sql)

$(EXTENSION_SCRIPT): $(srcdir)/sql/rotation.sql $(addprefix $(srcdir)/sql/,$(SQL_PARTS)) $(srcdir)/sql/build
	@mkdir -p $(@D)
	sh $(srcdir)/sql/build $(srcdir)/sql > $@.tmp && mv $@.tmp $@

$(OBJS): $(wildcard $(srcdir)/src/*.h $(srcdir)/src/math/*.h)

# Built elsewhere than in the sources, objects want folders as there.
$(OBJS) $(OBJS:.o=.bc): | object_folders

object_folders:
	@mkdir -p src/math

EXTRA_CLEAN = $(EXTENSION_SCRIPT) test/unit/math_test test/fuzz/replay test/fuzz/fuzz

# Unit tests of the mathematics, which need no server, and the inputs that fuzzing
# has kept, under the sanitizers, or with SANITIZERS= and CHECKER=valgrind under that.
SANITIZERS ?= -fsanitize=address,undefined -fno-sanitize-recover=all

unit: test/unit/math_test test/fuzz/replay
	$(CHECKER) ./test/unit/math_test
	$(CHECKER) ./test/fuzz/replay $(srcdir)/test/fuzz/corpus

MATH_SOURCES = $(wildcard $(srcdir)/src/math/*.[ch])
TEST_SUPPORT = $(wildcard $(srcdir)/test/support/*.[ch])

test/unit/math_test: $(wildcard $(srcdir)/test/unit/*.[ch]) $(TEST_SUPPORT) $(MATH_SOURCES)
	@mkdir -p $(@D)
	$(CC) -std=gnu99 -O1 -g $(WARNINGS) -ffp-contract=off $(COPT) -I$(srcdir)/src -I$(srcdir)/test -o $@ $(filter %.c,$^) -lm

FUZZED = $(wildcard $(srcdir)/test/fuzz/*.[ch]) $(TEST_SUPPORT) $(MATH_SOURCES)
SANITIZED = -std=gnu99 -O1 -g $(SANITIZERS) $(WARNINGS) -ffp-contract=off -I$(srcdir)/src -I$(srcdir)/test

test/fuzz/replay: $(FUZZED)
	@mkdir -p $(@D)
	$(CC) $(SANITIZED) -o $@ $(filter %.c,$^) -lm

# Fuzzing with clang's libFuzzer: make fuzz SECONDS=n for n seconds a subject, or
# SUBJECTS="..." for some of the folders of test/fuzz/corpus.
SECONDS ?= 60
CLANG ?= clang

fuzz: test/fuzz/fuzz
	@FUZZER=$(CURDIR)/test/fuzz/fuzz sh $(srcdir)/test/fuzz/run $(SECONDS) $(SUBJECTS)

test/fuzz/fuzz: $(FUZZED)
	@mkdir -p $(@D)
	@command -v $(CLANG) > /dev/null || { echo "make fuzz needs clang with its run-time libraries: install clang and libclang-rt-dev, or set CLANG" >&2; false; }
	$(CLANG) -DLIBFUZZER -fsanitize=fuzzer $(SANITIZED) -o $@ $(filter %.c,$^) -lm

# Print the published exhibits, computed in SQL.
demo:
	@$(CLUSTER) sh data/demo

# Draw the exhibits in doc/exhibits. Any gnuplot does, and gnuplot-nox would put a
# gnuplot with windows out of its place.
DRAWING_PACKAGES = $(shell command -v gnuplot > /dev/null || echo gnuplot-nox) fonts-liberation

exhibits:
	@PACKAGES="$(DRAWING_PACKAGES)" $(CLUSTER) sh data/exhibits/draw "$$(cd $(srcdir) && pwd)/doc/exhibits"

# Every test: unit tests, pgTAP, the documentation's examples, clients, servers,
# and with MARKET_DATA=folder the checks against real market data. A % stands for
# the version of the server.
TEST_PACKAGES = unixodbc-dev odbc-postgresql libpostgresql-jdbc-java default-jdk-headless $(DRAWING_PACKAGES) \
	postgresql-%-cron debhelper git postgresql-server-dev-all unzip

test:
	@PACKAGES="$(TEST_PACKAGES)" $(CLUSTER) sh test/run

# The page of the documentation that follows from the comments of the extension.
reference:
	@$(CLUSTER) sh doc/reference > $(srcdir)/doc/reference.md.tmp || { rm -f $(srcdir)/doc/reference.md.tmp; false; }
	@mv $(srcdir)/doc/reference.md.tmp $(srcdir)/doc/reference.md

# The table of costs, as ratios within one run. SCALE=small is quick.
bench:
	@$(CLUSTER) sh bench/run

# What a release is published as: the archive for PGXN, and the same for packagers.
RELEASE = rotation-$(EXTVERSION)

dist:
	git diff-index --quiet HEAD -- || { echo "Commit the changes first, a release is made of what is committed." >&2; exit 1; }
	git archive --format=zip --prefix=$(RELEASE)/ --output=$(RELEASE).zip HEAD
	git archive --format=tar.gz --prefix=$(RELEASE)/ --output=$(RELEASE).tar.gz HEAD

# At a release: what later versions are tested to upgrade from, for test/upgrade.
freeze:
	@$(CLUSTER) sh test/upgrade/freeze $(CURDIR)/test/upgrade

# The version is kept in rotation.control.
META.json: rotation.control
	sed -i '/"meta-spec"/,/}/!s/\("version": "\)[^"]*/\1$(EXTVERSION)/' $@

# The tests, or COMMAND, under the address and undefined-behaviour sanitizers.
check-sanitize:
	@PACKAGES="$(TEST_PACKAGES)" sh $(srcdir)/test/sanitized $(or $(COMMAND),sh test/run)

# The tests, or COMMAND, under valgrind, the long ones with fewer rows: see
# test/valgrind for the server that it wants, and for SUPPRESSIONS.
check-valgrind:
	@SUPPRESSIONS="$(SUPPRESSIONS)" sh $(srcdir)/test/valgrind "$$(command -v $(PG_CONFIG))" $(or $(COMMAND),sh test/run)

# Random queries, QUERIES of them, that sqlsmith makes of the extension's functions.
QUERIES ?= 20000

check-sqlsmith:
	@PACKAGES=sqlsmith $(CLUSTER) sh test/sqlsmith/run $(QUERIES)

# Which lines and branches of the C the tests, or COMMAND, pass through.
coverage:
	@PACKAGES="$(TEST_PACKAGES) gcovr" COPT="--coverage -O0 -Wno-cpp" $(CLUSTER) sh test/coverage $(or $(COMMAND),sh test/run)

check-format:
	clang-format --dry-run --Werror $(wildcard src/*.[ch] src/math/*.[ch] test/unit/*.[ch] test/fuzz/*.[ch] test/support/*.[ch])

.PHONY: object_folders $(WITHOUT_PGXS)
