//! A WAV file that grows, and whose header is right on the disk after each second of sound.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use hound::WavWriter;

use super::wav::SPEC;
use crate::Result;
use crate::domain::audio::SAMPLE_RATE;
use crate::error::IoContext;

/// Samples between two syncs.
const SYNC_EVERY: u64 = SAMPLE_RATE as u64;
/// Samples that a take holds at most, a day: far below the 4 GB that a WAV file can say.
pub(super) const LONGEST: u64 = 24 * 3_600 * SAMPLE_RATE as u64;

/// The file of the take that is being recorded.
pub(super) struct TakeFile {
    path: PathBuf,
    writer: WavWriter<BufWriter<File>>,
    /// The same open file, to sync it.
    file: File,
    samples: u64,
    synced: u64,
}

impl TakeFile {
    /// Makes the file, which must not exist, and its header; both are on the disk, and so is the name.
    pub(super) fn create(path: &Path) -> Result<Self> {
        let file = OpenOptions::new().write(true).create_new(true).open(path).at("creating", path)?;
        let opened = Self::over(file, path);
        if opened.is_err() {
            let _ = fs::remove_file(path); // an empty file is no use; the error says why
        }
        opened.at("writing", path)
    }

    /// Writes the header into a new, empty file; it is on the disk, and so is the name.
    pub(super) fn over(file: File, path: &Path) -> io::Result<Self> {
        let mut writer = WavWriter::new(BufWriter::new(file.try_clone()?), SPEC).map_err(plain)?;
        writer.flush().map_err(plain)?;
        file.sync_all()?;
        sync_folder_of(path)?;
        Ok(Self { path: path.to_path_buf(), writer, file, samples: 0, synced: 0 })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Samples that were appended.
    pub(super) fn samples(&self) -> u64 {
        self.samples
    }

    pub(super) fn append(&mut self, samples: &[i16]) -> io::Result<()> {
        // Small portions: hound copies each.
        for portion in samples.chunks(SAMPLE_RATE as usize) {
            let mut writer = self.writer.get_i16_writer(portion.len() as u32);
            for sample in portion {
                writer.write_sample(*sample);
            }
            writer.flush().map_err(plain)?;
            self.samples += portion.len() as u64;
            if self.samples - self.synced >= SYNC_EVERY {
                self.writer.flush().map_err(plain)?;
                self.file.sync_data()?;
                self.synced = self.samples;
            }
        }
        Ok(())
    }

    /// Returns once everything is on the disk.
    pub(super) fn finish(self) -> io::Result<()> {
        self.writer.finalize().map_err(plain)?;
        self.file.sync_all()
    }
}

/// Puts the names in a file's folder on the disk. Elsewhere than on Unix a folder cannot be opened, and
/// the system does this by itself.
pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// The input or output error inside one of hound's.
pub(super) fn plain(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        other => io::Error::new(io::ErrorKind::InvalidData, other),
    }
}
