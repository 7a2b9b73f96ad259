import time
from pathlib import Path

from adapters.sandbox.store import Store
from tests.yardstick import yard


def test_documents_keep_the_order_in_which_they_came() -> None:
    store = Store()
    store.put("page", "b", {"n": 1})
    store.put("page", "a", {"n": 2})
    store.put("page", "b", {"n": 3})
    assert store.all("page") == [("b", {"n": 3}), ("a", {"n": 2})]


def test_what_is_not_there_is_none_and_deleting_it_is_no_error() -> None:
    store = Store()
    store.delete("page", "x")
    assert store.get("page", "x") is None
    assert store.all("page") == []


def test_a_file_has_everything_after_it_is_opened_again(tmp_path: Path) -> None:
    file = tmp_path / "sandbox.db"
    store = Store(file)
    store.put_many("page", {str(number): {"n": number} for number in range(5)})
    store.delete("page", "3")
    store.put("page", "1", {"n": "changed"})
    store.close()
    again = Store(file)
    assert again.all("page") == [("0", {"n": 0}), ("1", {"n": "changed"}), ("2", {"n": 2}), ("4", {"n": 4})]
    assert (store.openings, again.openings) == (1, 2)
    again.close()


def test_a_document_that_was_deleted_and_put_again_comes_last_in_the_file_too(tmp_path: Path) -> None:
    file = tmp_path / "sandbox.db"
    store = Store(file)
    store.put_many("page", {"a": {}, "b": {}})
    store.flush()
    store.delete("page", "a")
    store.put("page", "a", {"n": 1})
    store.close()
    again = Store(file)
    assert [key for key, _ in again.all("page")] == ["b", "a"]
    again.close()


def test_every_change_moves_the_version() -> None:
    store = Store()
    seen = [store.version]
    store.put("page", "a", {})
    seen.append(store.version)
    store.delete("page", "a")
    seen.append(store.version)
    assert seen == sorted(set(seen))


def test_ten_thousand_puts_in_memory_are_quick() -> None:
    store = Store()
    start = time.perf_counter()
    for number in range(10_000):
        store.put("page", str(number), {"n": number})
    assert time.perf_counter() - start < 20 * yard()
