//! Feedback sounds: read, validated and scaled to the configured volume at startup, then played from memory.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use hound::{SampleFormat, WavReader, WavSpec, WavWriter};
use petasos_dialogue::Sound;

use crate::config::{SoundsConfig, expand_env};

/// Limit on the length of a feedback sound.
const LONGEST: Duration = Duration::from_secs(30);

/// Limit on the size of a file, in bytes.
const LARGEST_FILE: u64 = 16 << 20;

/// Limit on the files used from one folder.
const MAX_FILES: usize = 100;

/// How many levels of folders are searched.
const DEEPEST: usize = 8;

/// The feedback sounds.
#[derive(Debug, Clone, Default)]
pub struct Sounds {
    wake: Vec<Recording>,
    recorded: Vec<Recording>,
    error: Vec<Recording>,
}

/// A WAV file, ready to be played.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Recording {
    wav: Bytes,
    length: Duration,
}

/// A file or folder without a usable sound, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is skipped: {why}", path.display())]
pub struct Skipped {
    /// The file or folder.
    pub path: PathBuf,
    /// Why, and what to do.
    pub why: String,
}

impl Sounds {
    /// Reads the configured sounds. Unusable files are skipped and reported: the manager also works without sounds.
    pub fn load(config: &SoundsConfig) -> (Self, Vec<Skipped>) {
        let mut skipped = Vec::new();
        let mut load = |path: &Option<PathBuf>| match path {
            Some(path) => load(path, config, &mut skipped),
            None => Vec::new(),
        };
        let sounds =
            Self { wake: load(&config.wake), recorded: load(&config.recorded), error: load(&config.error) };
        (sounds, skipped)
    }

    /// The playing times, for the dialogue core.
    pub fn lengths(&self) -> petasos_dialogue::Sounds {
        let lengths =
            |recordings: &[Recording]| recordings.iter().map(|recording| recording.length).collect();
        let mut sounds = petasos_dialogue::Sounds::default();
        sounds.wake = lengths(&self.wake);
        sounds.recorded = lengths(&self.recorded);
        sounds.error = lengths(&self.error);
        sounds
    }

    /// One of the sound's WAV files.
    pub fn wav(&self, sound: Sound, variant: usize) -> Option<Bytes> {
        let recordings = match sound {
            Sound::Wake => &self.wake,
            Sound::Recorded => &self.recorded,
            Sound::Error => &self.error,
        };
        recordings.get(variant).map(|recording| recording.wav.clone())
    }
}

fn load(path: &Path, config: &SoundsConfig, skipped: &mut Vec<Skipped>) -> Vec<Recording> {
    let path = match expand_env(path, |name| std::env::var(name).ok()) {
        Ok(path) => path,
        Err(why) => {
            skipped.push(Skipped { path: path.to_owned(), why });
            return Vec::new();
        }
    };
    let files = if path.is_dir() { files_below(&path, &config.suffixes) } else { vec![path.clone()] };
    if files.is_empty() {
        let why = format!("no file in it ends in {}", config.suffixes.join(" or "));
        skipped.push(Skipped { path, why });
    }
    let mut recordings = Vec::new();
    for file in files {
        match read(&file, config.volume.get()) {
            Ok(recording) => recordings.push(recording),
            Err(why) => skipped.push(Skipped { path: file, why }),
        }
    }
    recordings
}

/// The files below a folder that have one of the suffixes, sorted by name.
fn files_below(folder: &Path, suffixes: &[String]) -> Vec<PathBuf> {
    let fits =
        |name: &str| suffixes.iter().any(|suffix| name.to_lowercase().ends_with(&suffix.to_lowercase()));
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && depth < DEEPEST {
                folders.push((path, depth + 1));
            } else if path.is_file() && entry.file_name().to_str().is_some_and(fits) {
                found.push(path);
            }
        }
    }
    found.sort();
    found.truncate(MAX_FILES);
    found
}

fn read(file: &Path, volume: f64) -> Result<Recording, String> {
    let size = std::fs::metadata(file).map_err(|error| error.to_string())?.len();
    if size > LARGEST_FILE {
        return Err(format!("it has {size} bytes; at most {LARGEST_FILE} are allowed"));
    }
    let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
    let reader = WavReader::new(Cursor::new(&bytes)).map_err(|error| advice(&error))?;
    let rate = reader.spec().sample_rate;
    if rate == 0 {
        return Err("its header has a sample rate of 0".to_owned());
    }
    let length = Duration::from_secs_f64(f64::from(reader.duration()) / f64::from(rate));
    if length > LONGEST {
        return Err(format!(
            "it is {} s long; a feedback sound may be at most {} s long",
            length.as_secs(),
            LONGEST.as_secs()
        ));
    }
    let wav = at_volume(reader, volume).map_err(|error| advice(&error))?;
    Ok(Recording { wav: wav.into(), length })
}

fn advice(error: &hound::Error) -> String {
    format!("{error}; convert it to WAV, for example with: ffmpeg -i IN -ar 16000 -ac 1 OUT.wav")
}

/// Rewrites all samples, scaled by `volume`. Even at full volume this yields a plain header that every satellite understands, and
/// verifies that the file can be read to its end.
fn at_volume(reader: WavReader<Cursor<&Vec<u8>>>, volume: f64) -> Result<Vec<u8>, hound::Error> {
    let spec = WavSpec { sample_format: reader.spec().sample_format, ..reader.spec() };
    let mut out = Cursor::new(Vec::new());
    let mut writer = WavWriter::new(&mut out, spec)?;
    match spec.sample_format {
        SampleFormat::Int => {
            for sample in reader.into_samples::<i32>() {
                #[expect(clippy::cast_possible_truncation, reason = "it becomes smaller, not larger")]
                writer.write_sample((f64::from(sample?) * volume).round() as i32)?;
            }
        }
        SampleFormat::Float => {
            for sample in reader.into_samples::<f32>() {
                #[expect(clippy::cast_possible_truncation, reason = "it was an f32 before")]
                writer.write_sample((f64::from(sample?) * volume) as f32)?;
            }
        }
    }
    writer.finalize()?;
    Ok(out.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_program::Fraction;

    const RATE: u32 = 16_000;

    fn spec(bits: u16, format: SampleFormat, channels: u16) -> WavSpec {
        WavSpec { channels, sample_rate: RATE, bits_per_sample: bits, sample_format: format }
    }

    /// Half a second at half the maximum.
    fn write(file: &Path, spec: WavSpec) {
        let mut writer = WavWriter::create(file, spec).unwrap();
        for _ in 0..RATE / 2 * u32::from(spec.channels) {
            match spec.sample_format {
                SampleFormat::Int => writer.write_sample(1_i32 << (spec.bits_per_sample - 2)).unwrap(),
                SampleFormat::Float => writer.write_sample(0.5_f32).unwrap(),
            }
        }
        writer.finalize().unwrap();
    }

    fn config(wake: &Path, volume: f64) -> SoundsConfig {
        SoundsConfig {
            wake: Some(wake.to_owned()),
            volume: Fraction::new(volume).unwrap(),
            ..SoundsConfig::default()
        }
    }

    #[test]
    fn every_common_kind_of_wav_is_played_at_the_configured_volume() {
        let folder = tempfile::tempdir().unwrap();
        for (bits, format) in [
            (8, SampleFormat::Int),
            (16, SampleFormat::Int),
            (24, SampleFormat::Int),
            (32, SampleFormat::Int),
            (32, SampleFormat::Float),
        ] {
            for channels in [1, 2] {
                let file = folder.path().join(format!("{bits}{format:?}{channels}.wav"));
                write(&file, spec(bits, format, channels));
                let (sounds, skipped) = Sounds::load(&config(&file, 0.5));
                assert_eq!(skipped, []);
                assert_eq!(sounds.lengths().wake, [Duration::from_millis(500)], "{}", file.display());
                let wav = sounds.wav(Sound::Wake, 0).unwrap();
                let mut reader = WavReader::new(Cursor::new(wav)).unwrap();
                assert_eq!(reader.spec(), spec(bits, format, channels));
                let quarter = match format {
                    SampleFormat::Int => {
                        f64::from(reader.samples::<i32>().next().unwrap().unwrap()) / 2_f64.powi(bits.into())
                    }
                    SampleFormat::Float => f64::from(reader.samples::<f32>().next().unwrap().unwrap()) / 2.0,
                };
                assert!((quarter - 0.125).abs() < 0.01, "{bits} {format:?}: {quarter}");
            }
        }
    }

    #[test]
    fn a_folder_is_searched_and_files_that_are_not_wav_are_skipped() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("deep")).unwrap();
        write(&folder.path().join("a.wav"), spec(16, SampleFormat::Int, 1));
        write(&folder.path().join("deep/b.WAV"), spec(16, SampleFormat::Int, 1));
        std::fs::write(folder.path().join("c.mp3"), "ID3").unwrap();
        std::fs::write(folder.path().join("broken.wav"), "RIFF").unwrap();
        let (sounds, skipped) = Sounds::load(&config(folder.path(), 1.0));
        assert_eq!(sounds.lengths().wake.len(), 2);
        assert_eq!(skipped.len(), 1, "{skipped:?}");
        assert!(skipped[0].to_string().contains("broken.wav"));
        assert!(skipped[0].to_string().contains("ffmpeg"));
    }

    #[test]
    fn a_missing_file_an_empty_folder_and_an_unknown_variable_are_reported() {
        let folder = tempfile::tempdir().unwrap();
        for (path, why) in [
            (folder.path().join("no.wav"), "No such file"),
            (folder.path().to_owned(), "no file in it ends in .wav"),
            (PathBuf::from("${PETASOS_NO_SUCH_VARIABLE}/a.wav"), "PETASOS_NO_SUCH_VARIABLE is not set"),
        ] {
            let (sounds, skipped) = Sounds::load(&config(&path, 1.0));
            assert_eq!(sounds.lengths().wake, []);
            assert!(sounds.wav(Sound::Wake, 0).is_none());
            assert!(skipped[0].why.contains(why), "{skipped:?}");
        }
    }

    #[test]
    fn a_sound_that_is_too_long_is_skipped() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("long.wav");
        let mut writer =
            WavWriter::create(&file, WavSpec { sample_rate: 100, ..spec(8, SampleFormat::Int, 1) }).unwrap();
        (0..3_100).for_each(|_| writer.write_sample(0_i8).unwrap());
        writer.finalize().unwrap();
        let (_, skipped) = Sounds::load(&config(&file, 1.0));
        assert!(skipped[0].why.contains("it is 31 s long"), "{skipped:?}");
    }
}
