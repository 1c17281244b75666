# Every target installs what it needs into .venv and .tools before it runs; nothing outside this folder is touched.
# Written for GNU make 3.81 (macOS) and /bin/sh.

BIN := .venv/bin
READY := .venv/.ready
READY_BENCH := .venv/.ready-bench
COMPILED := .venv/.compiled

.PHONY: help demo test test-full faults lint format compile bench accuracy clean

help:
	@echo "make demo       生成示例城市并完成一次考评（结果在 demo-results/）  assess the generated sample city"
	@echo "make test       基本测试：不需要服务器和浏览器  the tests that need no server and no browser"
	@echo "make test-full  其余测试：浏览器、服务、强制中断、真实网页  the other tests"
	@echo "make faults     强制中断、磁盘写满、时钟跳变等，重复十轮（TIMES=轮数）  fault injection, ten times"
	@echo "make lint       代码检查与类型检查  ruff and mypy"
	@echo "make format     按统一格式改写代码  ruff format and safe fixes"
	@echo "make compile    编译读取网页的部分（更快，需要 C 编译器）  compile the part that reads pages"
	@echo "make bench      性能测量（写入 docs/performance.md）  the measurements of docs/performance.md"
	@echo "make accuracy   测量各检查项的准确率（写入 docs/accuracy.md）  precision and recall of every check"
	@echo "make clean      删除安装的环境和生成的结果  remove what these targets made"

demo: $(READY) $(COMPILED)
	$(BIN)/kaoping demo --out demo-results

test: $(READY)
	$(BIN)/pytest -m "not full" $(PYTEST_ARGS)

test-full: $(READY)
	@sh scripts/require.sh test-full
	@sh scripts/pytest_full.sh $(BIN)/pytest $(PYTEST_ARGS)
ifeq ($(strip $(PYTEST_ARGS)),)
	@$(BIN)/python scripts/with_postgresql.py $(BIN)/pytest -m "not full" tests/web
endif

faults: $(READY)
	@sh scripts/faults.sh $(BIN)/pytest $(or $(TIMES),10) $(PYTEST_ARGS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

compile: $(READY)
	$(BIN)/python -m kaoping.markup.compile

bench: $(READY_BENCH)
	@sh scripts/require.sh bench
	@sh scripts/bench_npm.sh
	-$(BIN)/python -m kaoping.markup.compile
	$(BIN)/python -m bench $(BENCH_ARGS)

accuracy: $(READY)
	$(BIN)/python -m tests.accuracy --demo $(ACCURACY_ARGS)

$(READY): pyproject.toml uv.lock scripts/prepare.sh scripts/bootstrap_uv.py
	@sh scripts/prepare.sh
	@touch $(READY)

# Where there is no C compiler everything works without what it would make.
$(COMPILED): $(READY) $(wildcard src/kaoping/markup/*.c)
	@$(BIN)/python -m kaoping.markup.compile 2>/dev/null || true
	@touch $(COMPILED)

$(READY_BENCH): $(READY)
	@sh scripts/prepare.sh --group bench
	@touch $(READY_BENCH)

clean:
	rm -f src/kaoping/markup/*.so
	rm -rf bench/npm/node_modules assets/node_modules src/kaoping/web/static/built .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis demo-results bench-results
