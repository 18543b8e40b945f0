//! Files of older programs: each is brought up to date, and nothing in it is lost.

use std::fs;

use rehearse_core::domain::rating::Rating;
use rusqlite::Connection;

use crate::support::{World, questions};

/// The schema of format 1, with what this program wrote into it.
fn as_format_1(world: &mut World) {
    world.close();
    let path = world.location().database();
    let older = path.with_extension("older");
    let connection = Connection::open(&older).unwrap();
    connection
        .execute_batch(include_str!("../src-tauri/core/src/store/migrations/0001_progress.sql"))
        .unwrap();
    connection.execute("attach ?1 as new", [path.to_str().unwrap()]).unwrap();
    for table in ["devices", "events", "decks", "cards", "local_values", "actions"] {
        connection.execute(&format!("insert into {table} select * from new.{table}"), []).unwrap();
    }
    connection.execute("detach new", []).unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
    drop(connection);
    for suffix in ["db-wal", "db-shm"] {
        let _ = fs::remove_file(path.with_extension(suffix)); // there only while a program is open
    }
    fs::rename(older, path).unwrap();
}

#[test]
fn a_file_of_format_1_is_brought_up_to_date_with_all_its_events() {
    let mut world = World::new(&[("d/01.md", &questions(["a", "b"]))]);
    world.answer("d/a", Rating::Good);
    world.answer("d/b", Rating::Easy);
    let before = (world.state("d/a"), world.state("d/b"), world.read().event_count().unwrap());
    as_format_1(&mut world);
    world.reopen();
    assert_eq!((world.state("d/a"), world.state("d/b"), world.read().event_count().unwrap()), before);
    world.assert_cache_is_the_log();
    assert!(world.read().interviews().unwrap().is_empty(), "the tables of interviews are there");
    assert!(world.read().stored_takes().unwrap().is_empty(), "the table of takes is there");
    let version: i64 = world.raw().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 3);
}
