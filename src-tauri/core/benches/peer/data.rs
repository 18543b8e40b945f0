//! The library and its log on disk, made once and copied for each phase.

use std::fs;
use std::path::{Path, PathBuf};

use rehearse_core::api::Desk;
use rehearse_core::domain::event::{Body, OptionsChange};
use rehearse_core::domain::options::Options;
use rehearse_core::services::library::{self as decks, Sources};
use rehearse_core::store::{Location, Store};
use serde_json::{Value, json};
use uuid::Uuid;
use xxhash_rust::xxh3::xxh3_64;

use crate::measure::Size;
use crate::{NOW, Outcome, history, library};

const DEVICE: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);
/// Data of another schema are made anew.
const SCHEMA: &str = concat!(
    include_str!("../../src/store/migrations/0001_progress.sql"),
    include_str!("../../src/store/migrations/index.sql")
);

/// The data of one size.
pub(crate) struct Data {
    pub(crate) size: Size,
    folder: PathBuf,
}

/// A copy of the data, removed when dropped.
pub(crate) struct Copied {
    folder: PathBuf,
    library: PathBuf,
}

impl Data {
    pub(crate) fn of(workdir: &Path, size: Size) -> Self {
        Self { size, folder: workdir.join(format!("c{}_r{}", size.cards, size.reviews)) }
    }

    fn library(&self) -> PathBuf {
        self.folder.join("library")
    }

    fn original(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Makes what is not there yet.
    pub(crate) fn prepare(&self) -> Outcome<()> {
        let schema = format!("{:016x}", xxh3_64(SCHEMA.as_bytes()));
        let (has_library, has_data) = (self.folder.join("library.done"), self.folder.join("data.done"));
        if !has_library.exists() {
            library::write(&self.library(), self.size.cards)?;
            fs::write(&has_library, "")?;
        }
        if fs::read_to_string(&has_data).is_ok_and(|made_for| made_for == schema) {
            return Ok(());
        }
        if self.original().exists() {
            fs::remove_dir_all(self.original())?;
        }
        let place = Copied { folder: self.original(), library: self.library() };
        let mut store = place.open()?;
        decks::sync(&mut store, &place.sources())?;
        let options = Options { new_per_day: 20, reviews_per_day: 9_999, ..Options::default() };
        let change = OptionsChange::Set { deck: None, options: Some(Box::new(options)) };
        store.transaction(|writer| {
            writer.append(history::event_id(NOW.at_ms, 0), NOW, Body::Options(change)).map(drop)
        })?;
        drop(store);
        let Size { cards, reviews } = self.size;
        history::write(&place.location().database(), DEVICE, cards, reviews)?;
        place.open()?.rebuild()?;
        std::mem::forget(place);
        fs::write(&has_data, schema)?;
        Ok(())
    }

    /// A copy for one phase, on the disk before anything is measured.
    pub(crate) fn copy(&self, name: &str) -> Outcome<Copied> {
        let copied = self.empty(name)?;
        for file in ["progress.db", "index.db"] {
            let to = copied.folder.join(file);
            fs::copy(self.original().join(file), &to)?;
            fs::File::open(&to)?.sync_all()?;
        }
        Ok(copied)
    }

    /// A folder for a phase that begins with nothing.
    pub(crate) fn empty(&self, name: &str) -> Outcome<Copied> {
        let folder = self.folder.join(format!("work-{name}"));
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(Copied { folder, library: self.library() })
    }

    /// The sizes of the files.
    pub(crate) fn sizes(&self) -> Outcome<Value> {
        let of = |name| fs::metadata(self.original().join(name)).map(|metadata| metadata.len());
        let (progress, index) = (of("progress.db")?, of("index.db")?);
        Ok(json!({ "bytes": progress + index, "progress_bytes": progress, "index_bytes": index }))
    }
}

impl Copied {
    pub(crate) fn location(&self) -> Location {
        Location { folder: self.folder.clone() }
    }

    pub(crate) fn sources(&self) -> Sources {
        Sources { shipped: Some(self.library.clone()), own: self.location().decks() }
    }

    pub(crate) fn open(&self) -> Outcome<Store> {
        Ok(Store::open(self.location(), DEVICE, Uuid::from_u128(1))?)
    }

    pub(crate) fn desk(&self) -> Outcome<Desk> {
        Ok(Desk::new(self.open()?, self.sources(), Vec::new()))
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder); // the next run removes what this one could not
    }
}
