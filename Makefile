# What a newcomer types. It needs git, make, python3 >= 3.11 (with venv) and the package registries.
# Set-up happens by itself where it is needed, and is skipped at once where it is done.

SHELL := /bin/bash
.DEFAULT_GOAL := help
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME

bin := .venv/bin
# Both stamps stand inside .venv: whoever deletes it deletes them too.
run-ready := .venv/.ready-to-run
dev-ready := .venv/.ready-to-develop
# Finds the libraries and programs that set-up had to unpack where it had no right to install them.
run := scripts/with-libraries $(bin)
pack := questionnaires/gd-563

.PHONY: help
help: ## 列出这些命令 / list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(run-ready) ## 两个样例案件：研判、出文书、签名、验签 / two sample cases, from answers to signed paper
	@scripts/system-packages paper
	@scripts/demo

.PHONY: setup
setup: $(dev-ready) ## 装好开发环境 .venv、系统库和测试用的程序 / set up .venv, libraries and the tests' programs
	@scripts/system-packages tests
	@echo "好了 / ready: $$([ ! -d .make/system ] || echo "scripts/with-libraries ")$(bin)/yanpan --help"

.PHONY: test
test: setup ## 全部检查和测试 / every check and test
# Some tests cap the size of files that yanpan may write: the bytecode must stand before, or a half of it is left.
	@$(bin)/python -m compileall -q cli
	@$(MAKE) --no-print-directory lint
	$(run)/yanpan pack lint $(pack)
	$(run)/yanpan pack test $(pack)
	$(run)/pytest -n auto --dist worksteal

.PHONY: test-long
test-long: setup ## 每一种攻击、每一次中断都试，约一小时 / every attack and every crash, about an hour
	@$(bin)/python -m compileall -q cli
	$(run)/pytest -n auto --dist worksteal --long

.PHONY: lint
lint: $(dev-ready) ## 代码检查：ruff、mypy、房间之间的依赖 / ruff, mypy, who may import whom
	$(bin)/ruff check .
	$(bin)/ruff format --check --quiet .
	$(bin)/mypy
	$(bin)/lint-imports

.PHONY: format
format: $(dev-ready) ## 排好代码格式 / format the code
	$(bin)/ruff format .
	$(bin)/ruff check --fix-only .

.PHONY: bench
bench: setup ## 性能对比 / side-by-side benchmarks
	@$(bin)/python -m compileall -q cli
	$(run)/python -m bench

.PHONY: bundle
bundle: $(dev-ready) ## 给没有网络的单位：一个安装包，写在 dist/ / one archive for closed networks
	@$(bin)/python scripts/bundle

.PHONY: lock
lock: ## 按 pyproject.toml 重新锁定依赖 / lock dependencies anew
	scripts/uv lock

.PHONY: clean
clean: ## 删除环境、缓存和样例输出 / remove environment, caches and the demo's output
	rm -rf .venv .make build dist demo-cases .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find cli tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# --inexact: the environment of a developer stays whole when the demo is run after.
$(run-ready): pyproject.toml uv.lock scripts/uv
	@echo "安装依赖到 .venv（第一次要下载约 60 MB）/ installing dependencies"
	@scripts/uv sync --quiet --frozen --inexact --no-dev
	@touch $@

$(dev-ready): pyproject.toml uv.lock scripts/uv
	@echo "安装开发环境到 .venv（第一次要下载约 120 MB）/ installing the development environment"
	@scripts/uv sync --quiet --frozen --compile-bytecode
	@touch $(run-ready) $@
