# make run 打开网页；make test 装好测试所需并运行全部测试。只需要 Python 3.11 和 make。
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint types check system eval clean

run: $(VENV)/.run
	$(BIN)/python app.py

test: $(VENV)/.dev system
	$(BIN)/python -m pytest

check: lint types test

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy .

# 两套题的判定成绩和检索成绩
eval: $(VENV)/.run
	$(BIN)/python -m evals determination dev
	$(BIN)/python -m evals determination blind
	$(BIN)/python -m evals retrieval

# 浏览器测试要用系统的 Chromium 和中文字体；装不了时说明要装什么。
system:
	@command -v chromium >/dev/null && fc-list 2>/dev/null | grep -qi "cjk" || \
	if [ "$$(id -u)" = 0 ]; then apt-get update -q && apt-get install -y -q chromium fonts-noto-cjk fontconfig; \
	else echo "请先安装系统软件包：sudo apt-get install chromium fonts-noto-cjk fontconfig" >&2; exit 1; fi

$(VENV)/.run: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q torch==2.13.0
	$(BIN)/pip install -q -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	$(BIN)/pip install -q -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
