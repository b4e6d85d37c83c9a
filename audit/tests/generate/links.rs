//! Links do not lead out of the package.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;

use crate::package::Hello;

#[test]
fn a_folder_that_is_a_link_out_is_refused() {
    let hello = Hello::new();
    fs::create_dir_all(hello.outside().join("elsewhere")).unwrap();
    symlink("../elsewhere", hello.root().join("docs")).unwrap();
    let expected = "`docs/sequences` leads out of the package through a link: files are written in the package only";
    assert_eq!(hello.fault(), expected);
    assert_eq!(fs::read_dir(hello.outside().join("elsewhere")).unwrap().count(), 0);
}

#[test]
fn a_folder_that_is_a_link_inside_is_followed() {
    let hello = Hello::new();
    fs::create_dir_all(hello.root().join("book")).unwrap();
    symlink("book", hello.root().join("docs")).unwrap();
    hello.generate();
    assert!(hello.has("book/sequences/greeting.md"));
    assert_eq!(hello.stale(), [""; 0]);
}

#[test]
fn a_file_that_is_a_link_is_somebodys() {
    let hello = Hello::new();
    hello.generate();
    let theirs = hello.outside().join("theirs.md");
    fs::rename(hello.root().join("docs/sequences/greeting.md"), &theirs).unwrap();
    symlink(&theirs, hello.root().join("docs/sequences/greeting.md")).unwrap();
    hello.edit("sequences/greeting.json", "\"id\": \"greeting\",", "\"id\": \"greeting\", \"title\": \"Good day\",");
    let before = fs::read(&theirs).unwrap();
    assert!(hello.fault().starts_with("`docs/sequences/greeting.md` is in the way"), "{}", hello.fault());
    assert_eq!(fs::read(&theirs).unwrap(), before);
}
