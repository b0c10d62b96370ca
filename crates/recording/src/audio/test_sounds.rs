//! WAV files for tests.

/// A chunk of a WAV file.
pub(crate) fn chunk(id: &[u8], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_le_bytes();
    [id, &length, body, &vec![0; body.len() % 2]].concat()
}

/// A WAV file with these chunks before the sound.
pub(crate) fn wav(rate_hz: u32, channels: u16, chunks: &[u8], values: &[i16]) -> Vec<u8> {
    let block = channels * 2;
    let format = [
        &1_u16.to_le_bytes()[..],
        &channels.to_le_bytes(),
        &rate_hz.to_le_bytes(),
        &(rate_hz * u32::from(block)).to_le_bytes(),
        &block.to_le_bytes(),
        &16_u16.to_le_bytes(),
    ];
    let data: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    let body = [chunk(b"fmt ", &format.concat()).as_slice(), chunks, &chunk(b"data", &data)].concat();
    [b"RIFF".as_slice(), &u32::try_from(body.len() + 4).unwrap().to_le_bytes(), b"WAVE", &body].concat()
}
