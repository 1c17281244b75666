#!/bin/sh
# Runs the fault injection over and over and stops at the first failure.
# Arguments: the pytest program, how often, then arguments for pytest.
pytest=$1
times=$2
shift 2
n=1
while [ "$n" -le "$times" ]; do
    echo "第 $n 轮，共 $times 轮 / round $n of $times"
    "$pytest" -q -n 0 -p no:cacheprovider tests/runs/test_killed.py tests/runs/test_faults.py tests/runs/test_clock.py \
        tests/runs/test_sharding.py tests/runs/test_previous.py tests/crawl/test_resume.py \
        tests/crawl/test_misbehaving.py tests/probe/test_killed.py "$@" || exit 1
    n=$((n + 1))
done
