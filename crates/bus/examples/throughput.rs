//! What a message costs: processor time of this process for each message, over a broker that runs already.
//!
//! `cargo run --release -p petasos-bus --example throughput -- PORT`
//!
//! *burst*: messages are published in batches of 32 and come back by our own subscription (one out, one in).
//! *ping*: the next message is published only when the last one came back, so nothing can be written or read together.

use std::error::Error;
use std::time::Duration;

use petasos_bus::{Bus, Class, Event, Events, MqttBus, Publish, QoS, Settings, Subscription};
use tokio::time::Instant;

const MESSAGES: u32 = 200_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = std::env::args().nth(1).ok_or("name the port of a broker on 127.0.0.1")?.parse()?;
    println!("resident before: {} KiB", resident()?);
    for qos in [QoS::AtMostOnce, QoS::AtLeastOnce] {
        for batch in [32, 1] {
            let (bus, mut events) = MqttBus::connect(Settings::new("127.0.0.1", port))?;
            bus.subscribe(&[Subscription::new("throughput", qos)])?;
            while events.next().await.ok_or("the bus ended")? != Event::Subscribed {}
            let (cpu, wall) = (processor_time()?, Instant::now());
            measure(&bus, &mut events, qos, batch).await?;
            let (cpu, wall) = (processor_time()?.saturating_sub(cpu), wall.elapsed());
            let each = |time: Duration| time.as_secs_f64() * 1e6 / f64::from(MESSAGES);
            let kind = if batch == 1 { "ping" } else { "burst" };
            println!("QoS {} {kind}: {:.2} µs cpu, {:.2} µs wall each", u8::from(qos), each(cpu), each(wall));
            bus.close(Duration::from_secs(1)).await;
        }
    }
    println!("resident after: {} KiB", resident()?);
    Ok(())
}

/// Publishes all messages, `batch` at a time, and waits for each batch to come back.
async fn measure(bus: &MqttBus, events: &mut Events, qos: QoS, batch: u32) -> Result<(), Box<dyn Error>> {
    for _ in 0..MESSAGES / batch {
        for _ in 0..batch {
            bus.publish(Publish::new("throughput", vec![b'x'; 200], Class::Report).qos(qos))?;
        }
        for _ in 0..batch {
            events.next().await.ok_or("the bus ended")?;
        }
    }
    Ok(())
}

/// User and system time of this process (Linux).
fn processor_time() -> Result<Duration, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |index: usize| {
        fields.get(index).ok_or("unknown /proc/self/stat")?.parse::<u64>().map_err(Box::<dyn Error>::from)
    };
    Ok(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
}

/// Resident memory in KiB (Linux).
fn resident() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("unknown /proc/self/status")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
