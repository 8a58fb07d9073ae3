//! `saywhen dev`, as a person starts it: without any setting.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::life::{Life, PATIENCE};
use crate::stage;

#[test]
fn dev_prints_an_address_that_opens_and_ends_in_peace() {
    let folder = stage::folder();
    let mut life = Life::start(stage::bare(folder.path()).args(["dev", "--port", "0"]));
    let address = printed(&mut life);
    let (host, path) = address.split_at(address.find('/').unwrap());
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("saywhen dev"), "{answer}");
    life.terminate();
    let end = life.end();
    assert_eq!(end.status.code(), Some(0), "{}", end.err);
}

#[test]
fn every_start_of_dev_has_a_key_of_its_own() {
    let folder = stage::folder();
    let key = || {
        let mut life = Life::start(stage::bare(folder.path()).args(["dev", "--port", "0"]));
        let address = printed(&mut life);
        address.split_once("?key=").unwrap().1.to_owned()
    };
    let (first, second) = (key(), key());
    assert!(first.len() == 32 && second.len() == 32 && first != second, "{first} {second}");
}

#[test]
fn a_second_dev_says_which_store_is_taken_and_what_to_do() {
    let folder = stage::folder();
    let mut life = Life::start(stage::bare(folder.path()).args(["dev", "--port", "0"]));
    printed(&mut life);
    let second = stage::bare(folder.path()).args(["dev", "--port", "0"]).output().unwrap();
    let said = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(75), "{said}");
    assert!(said.contains(".saywhen/dev.db") && said.contains("--store FILE"), "{said}");
    life.terminate();
    life.end();
}

/// What stands behind `http://` in what it prints.
fn printed(life: &mut Life) -> String {
    let begun = Instant::now();
    loop {
        let said = life.err();
        if let Some(line) = said.lines().find(|line| line.contains("?key=")) {
            return line.split_once("http://").unwrap().1.trim().to_owned();
        }
        assert!(life.is_running() && begun.elapsed() < PATIENCE, "{said}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
