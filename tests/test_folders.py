"""Folders: which files the named paths mean, under which names, in which order."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index import DocumentError, Rules
from index.files import Unreadable
from index.folders import find_files, other_files


def made(root: Path, *names: str) -> Path:
    """A folder with a file of each name."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("A word.")
    return root


def reasons(files: dict[str, Path | Unreadable]) -> dict[str, str]:
    """The reasons why files cannot be read, by name."""
    return {name: str(entry.why()) for name, entry in files.items() if isinstance(entry, Unreadable)}


def test_a_folders_files_go_by_their_paths_below_it_in_a_stable_order(tmp_path: Path):
    made(tmp_path, "b.txt", "a/c.md", "a.txt", "a/B.TXT", "a b/z.txt", "z/a/a.txt")
    files = find_files([tmp_path])
    assert list(files) == ["a/B.TXT", "a/c.md", "a b/z.txt", "a.txt", "b.txt", "z/a/a.txt"]
    assert files["a/c.md"] == tmp_path / "a/c.md"


def test_hidden_files_and_kinds_that_are_not_known_are_passed_over(tmp_path: Path):
    made(tmp_path, "a.txt", ".hidden/d.txt", ".e.txt", "~$a.md", "f.mp3", "deep/g.jpg", "noend")
    assert list(find_files([tmp_path])) == ["a.txt"]
    assert other_files([tmp_path]) == [tmp_path / name for name in ("deep/g.jpg", "f.mp3", "noend")]
    assert list(find_files([tmp_path / ".hidden", tmp_path / ".e.txt"])) == ["d.txt", ".e.txt"], (
        "but if named"
    )


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        (["*.md"], [], ["docs/b.md", "drafts/d.md"]),
        ([], ["drafts/"], ["a.txt", "docs/b.md", "docs/old/c.txt"]),
        (["docs/"], [], ["docs/b.md", "docs/old/c.txt"]),
        (["docs/*"], ["old/"], ["docs/b.md"]),
        (["/*.txt"], [], ["a.txt"]),
        (["**/old/**"], [], ["docs/old/c.txt"]),
        ([], ["*.*", "!*.md"], ["docs/b.md", "drafts/d.md"]),
        (["[ab].*"], [], ["a.txt", "docs/b.md"]),
    ],
)
def test_patterns_mean_what_they_mean_in_gitignore(
    tmp_path: Path, include: list[str], exclude: list[str], expected: list[str]
):
    made(tmp_path, "a.txt", "docs/b.md", "docs/old/c.txt", "drafts/d.md")
    assert list(find_files([tmp_path], Rules(tuple(include), tuple(exclude)))) == expected


def test_what_is_shut_out_with_its_folder_cannot_be_let_in_again(tmp_path: Path):
    """As in .gitignore."""
    made(tmp_path, "docs/b.md")
    with pytest.raises(DocumentError, match="change what is included and excluded"):
        find_files([tmp_path], Rules(exclude=("docs/", "!b.md")))


def test_a_named_file_is_taken_whatever_the_patterns(tmp_path: Path):
    made(tmp_path, "a.txt")
    assert list(find_files([tmp_path / "a.txt"], Rules(("*.md",), ("a.*",)))) == ["a.txt"]


def test_two_files_of_one_name_are_told_apart_and_one_file_is_taken_once(tmp_path: Path):
    made(tmp_path, "one/readme.txt", "two/readme.txt")
    files = find_files([tmp_path / "one", tmp_path / "two/readme.txt", tmp_path / "one/readme.txt"])
    assert files == {"readme.txt": tmp_path / "one/readme.txt", "two/readme.txt": tmp_path / "two/readme.txt"}


@pytest.mark.skipif(sys.platform != "linux", reason="only there has a process a folder of links")
def test_a_link_that_cannot_be_read_costs_itself_alone(tmp_path: Path):
    made(tmp_path, "a.txt")
    with subprocess.Popen(["true"]) as ended:
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
        (tmp_path / "of a process.txt").symlink_to(f"/proc/{ended.pid}/exe")
        files = find_files([tmp_path])
    assert reasons(files) == {"of a process.txt": "this link leads nowhere; mend or remove it."}
    assert files["a.txt"] == tmp_path / "a.txt"


def test_links_inside_a_folder_are_followed_once(tmp_path: Path):
    made(tmp_path, "a/one.txt", ".store/two.txt", ".store/deep/three.txt")
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "a" / "up").symlink_to("..")
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "again").symlink_to("a")
    (tmp_path / "alias.txt").symlink_to("a/one.txt")
    (tmp_path / "two.txt").symlink_to(".store/two.txt")
    (tmp_path / "current").symlink_to(".store/deep")
    (tmp_path / "current2").symlink_to(".store/deep")
    files = find_files([tmp_path])
    assert reasons(files) == {"self.txt": "this link leads nowhere; mend or remove it."}
    assert list(files) == ["a/one.txt", "current/three.txt", "self.txt", "two.txt"]


def test_links_out_of_a_folder_are_told_and_followed_only_if_named(tmp_path: Path):
    made(tmp_path, "outside/secret.txt", "folder/a.txt")
    (tmp_path / "folder" / "way").symlink_to(tmp_path / "outside")
    (tmp_path / "folder" / "b.txt").symlink_to("../outside/secret.txt")
    (tmp_path / "folder" / "picture.png").symlink_to("../outside/secret.txt")
    (tmp_path / "folder" / "gone.txt").symlink_to("nowhere.txt")
    told = reasons(find_files([tmp_path / "folder"]))
    assert sorted(told) == ["b.txt", "gone.txt", "way"]
    assert "leads out of the folder; name it" in told["b.txt"]
    assert "leads out of the folder; name it" in told["way"]
    assert "leads nowhere" in told["gone.txt"]
    assert sorted(reasons(find_files([tmp_path / "folder"], Rules(exclude=("way", "gone.*"))))) == ["b.txt"]
    assert list(find_files([tmp_path / "folder" / "way"])) == ["secret.txt"]
    assert reasons(find_files([tmp_path / "folder" / "b.txt"])) == {}


def test_a_folder_that_cannot_be_listed_is_told_and_the_rest_is_taken(tmp_path: Path):
    made(tmp_path, "a.txt")
    here = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(25):  # deeper than a path may be long
            os.mkdir("d" * 200, dir_fd=here)
            inner = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
    finally:
        os.close(here)
    files = find_files([tmp_path])
    assert files["a.txt"] == tmp_path / "a.txt"
    (reason,) = reasons(files).values()
    assert "this folder cannot be listed (File name too long)" in reason


def test_what_is_named_and_not_there_is_refused_with_the_remedy(tmp_path: Path):
    made(tmp_path, "song.mp3", "empty/song.mp3", "some/a.txt")
    (tmp_path / "nothing").mkdir()
    for paths, include, words in [
        (["missing.txt"], [], "check the path"),
        (["a\0b.txt"], [], "check the path"),
        (["song.mp3"], [], "give one of"),
        (["nothing"], [], "no document in this folder"),
        (["empty"], [], "no document in this folder"),
        (["some"], ["*.md"], "change what is included and excluded"),
        (["some"], ["!"], "write it as in .gitignore"),
        ([], [], "give files or folders"),
    ]:
        with pytest.raises(DocumentError) as caught:
            find_files([tmp_path / path for path in paths], Rules(tuple(include)))
        assert words in str(caught.value)
