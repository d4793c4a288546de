from __future__ import annotations

from crm_desktop.storage.running import RunningLock


def alone(lock):
    with lock.alone() as answer:
        return answer


def test_one_is_alone_until_an_operation_runs_anywhere(tmp_path):
    base = tmp_path / "a.base"
    ours, theirs = RunningLock(base), RunningLock(base)
    assert alone(ours)
    ours.acquire()
    ours.acquire()
    theirs.acquire()
    assert not alone(ours)
    theirs.release()
    assert not alone(theirs)
    ours.release()
    assert not alone(theirs)
    ours.release()
    assert alone(theirs)
    assert alone(ours)


def test_closing_lets_go(tmp_path):
    lock = RunningLock(tmp_path / "a.base")
    lock.acquire()
    lock.close()
    lock.close()
    assert alone(RunningLock(tmp_path / "a.base"))


def test_of_two_who_would_be_alone_only_one_is(tmp_path):
    one, other = RunningLock(tmp_path / "a.base"), RunningLock(tmp_path / "a.base")
    with one.alone() as first:
        assert first
        assert not alone(other)
