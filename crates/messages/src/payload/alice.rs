//! `projectalice/...`: what Project Alice says beside Hermes.

use serde::Deserializer;
use serde_json::Value;

use crate::fields::{fields, written};
use crate::read::Read;
use crate::write::Write;
use crate::{Level, SiteId, WireFormat};

fields! {
    /// `projectalice/devices/...`: a device is meant, and nothing else is said: `coreHeartbeat`, `greeting`,
    /// `connectionAccepted`, `connectionRefused`, `heartbeat`, `disconnection`, `startListen`, `stopListen`,
    /// `toggleListen`, `restart`.
    #[derive(Eq, Default)]
    pub struct Device {
        /// Its UUID, which is also its site. Alice ignores a message without.
        pub uid: Option<SiteId> = "uid" | "siteId" | "deviceUid",
    }
}

written! { Device {
    _ => { "uid": uid }
} }

impl Device {
    /// A device.
    pub fn new(uid: SiteId) -> Self {
        Self { uid: Some(uid) }
    }
}

fields! {
    /// `projectalice/devices/status`: how a satellite is.
    #[derive(Eq, Default)]
    pub struct DeviceStatus {
        /// Its UUID.
        pub uid: Option<SiteId> = "uid" | "siteId" | "deviceUid",
        /// Whether it shall not be disturbed.
        pub dnd: Option<bool> = "dnd",
    }
}

written! { DeviceStatus {
    _ => { "uid": uid, skip "dnd": dnd }
} }

fields! {
    /// `projectalice/devices/updated`: something about a device changed, for the web interface.
    #[derive(Default)]
    pub struct DeviceUpdated {
        /// Its UUID.
        pub uid: Option<SiteId> = "uid",
        /// All about it.
        pub device: Option<Value> = "device",
        /// Its number in the database.
        pub id: Option<i64> = "id",
        /// What changed, such as `status`.
        pub kind: Option<String> = "type",
    }
}

written! { DeviceUpdated {
    _ => { skip "uid": uid, skip "device": device, skip "id": id, skip "type": kind }
} }

fields! {
    /// `projectalice/devices/deleted`.
    #[derive(Eq, Default)]
    pub struct DeviceDeleted {
        /// Its UUID.
        pub uid: Option<SiteId> = "uid",
        /// Its number in the database.
        pub id: Option<i64> = "id",
    }
}

written! { DeviceDeleted {
    _ => { "uid": uid, "id": id }
} }

fields! {
    /// `projectalice/devices/resourceUsage`: how busy the core's machine is, in percent.
    #[derive(Default)]
    pub struct ResourceUsage {
        /// Processor.
        pub cpu: Option<f64> = "cpu",
        /// Memory.
        pub ram: Option<f64> = "ram",
        /// Swap space.
        pub swp: Option<f64> = "swp",
    }
}

written! { ResourceUsage {
    _ => { "cpu": cpu, "ram": ram, "swp": swp }
} }

fields! {
    /// `projectalice/devices/alice/newHotword`: a satellite shall fetch a wake word over TCP.
    #[derive(Eq, Default)]
    pub struct NewHotword {
        /// From which host.
        pub ip: String = "ip",
        /// From which port.
        pub port: u64 = "port",
        /// The wake word's name.
        pub name: String = "name",
        /// Which satellite.
        pub uid: Option<SiteId> = "uid",
    }
}

written! { NewHotword {
    _ => { "ip": ip, "port": port, "name": name, skip "uid": uid }
} }

fields! {
    /// `projectalice/devices/sensorsFeedback`: what a satellite's sensors say.
    #[derive(Default)]
    pub struct SensorsFeedback {
        /// As the sensors give it.
        pub data: Option<Value> = "data",
    }
}

written! { SensorsFeedback {
    _ => { "data": data }
} }

fields! {
    /// `projectalice/devices/tasmota/feedback/{id}` and `.../feedback/hello/{id}`: what a Tasmota switch says.
    #[derive(Default)]
    pub struct TasmotaFeedback {
        /// Which switch; from the topic.
        pub tasmota_id: Option<Level>,
        /// The room's device.
        pub device_uid: Option<SiteId> = "deviceUid" | "siteId",
        /// What kind of device.
        pub device_type: Option<String> = "deviceType",
        /// What it says.
        pub feedback: Option<Value> = "feedback",
        /// Its own UUID.
        pub uid: Option<String> = "uid",
    }
}

written! { TasmotaFeedback {
    _ => { "deviceUid": device_uid, "deviceType": device_type, "feedback": feedback, "uid": uid }
} }

fields! {
    /// `projectalice/nlu/doTrain`: train an NLU elsewhere.
    #[derive(Default)]
    pub struct DoTrain {
        /// Entities and intents, as snips-nlu reads them.
        pub data: Option<Value> = "data",
        /// For which language.
        pub language: Option<String> = "language",
    }
}

written! { DoTrain {
    _ => { "data": data, "language": language }
} }

fields! {
    /// `projectalice/nlu/trainingStatus`.
    #[derive(Eq, Default)]
    pub struct TrainingStatus {
        /// `training`, `done` or `failed`.
        pub status: String = "status",
    }
}

written! { TrainingStatus {
    _ => { "status": status }
} }

fields! {
    /// `projectalice/skills/{event}`: `installed`, `updated`, `updating`, `deleted`, `installFailed`, `activated`,
    /// `deactivated`, `started`, `stopped`. Said once to each satellite, then once to the core.
    #[derive(Eq, Default)]
    pub struct SkillEvent {
        /// What happened; from the topic.
        pub event: Option<Level>,
        /// To which skill.
        pub skill_name: Option<String> = "skillName",
        /// Which satellite is told. The core's own copy still names the last one.
        pub uid: Option<SiteId> = "uid",
        /// The core, in its own copy.
        pub site_id: Option<SiteId> = "siteId",
    }
}

written! { SkillEvent {
    _ => { "skillName": skill_name, skip "uid": uid, skip "siteId": site_id }
} }

fields! {
    /// `projectalice/logging/syslog`: a line of the core's log.
    #[derive(Eq, Default)]
    pub struct Syslog {
        /// `HH:MM:SS.mmm`.
        pub time: Option<String> = "time",
        /// How bad.
        pub level: Option<String> = "level",
        /// The line.
        pub msg: Option<String> = "msg",
        /// By whom.
        pub component: Option<String> = "component",
    }
}

written! { Syslog {
    _ => { "time": time, "level": level, "msg": msg, "component": component }
} }

fields! {
    /// `projectalice/logging/alicewatch`: what goes on, in words.
    #[derive(Eq, Default)]
    pub struct AliceWatch {
        /// The words.
        pub text: Option<String> = "text",
        /// `Hotword`, `Dialogue`, `Asr`, `Nlu`, `Tts` or `Voice activity`.
        pub component: Option<String> = "component",
        /// 0 to 2.
        pub verbosity: Option<i64> = "verbosity",
        /// `HH:MM:SS`.
        pub time: Option<String> = "time",
    }
}

written! { AliceWatch {
    _ => { "text": text, "component": component, "verbosity": verbosity, "time": time }
} }

fields! {
    /// `projectalice/notifications/ui/notification`: for the web interface.
    #[derive(Default)]
    pub struct UiNotification {
        /// Its number.
        pub id: Option<Value> = "id",
        /// 0: an error, 1: an information, 2: an alert.
        pub kind: Option<Value> = "type",
        /// Its title.
        pub title: Option<String> = "title",
        /// Its text.
        pub text: Option<String> = "text",
        /// A newer one with the same key takes its place.
        pub key: Option<String> = "key",
        /// How to show it.
        pub options: Option<Value> = "options",
        /// About which device.
        pub device_uid: Option<SiteId> = "deviceUid",
    }
}

written! { UiNotification {
    _ => {
        "id": id, "type": kind, "title": title, "text": text, "key": key, "options": options,
        "deviceUid": device_uid
    }
} }

fields! {
    /// `projectalice/nodered/triggerAction`: act as if somebody had said this.
    #[derive(Eq, Default)]
    pub struct TriggerAction {
        /// Where.
        pub device_uid: Option<SiteId> = "deviceUid" | "siteId" | "uid",
        /// What.
        pub action: Words = "action",
    }
}

written! { TriggerAction {
    _ => { "deviceUid": device_uid, "action": action }
} }

fields! {
    /// `projectalice/nodered/telegramNotify`: write to somebody.
    #[derive(Default)]
    pub struct TelegramNotify {
        /// To whom.
        pub chat_id: Option<Value> = "chatID",
        /// What.
        pub message: Words = "message",
    }
}

written! { TelegramNotify {
    _ => { "chatID": chat_id, "message": message }
} }

fields! {
    /// An object that holds nothing but words.
    #[derive(Eq, Default)]
    pub struct Words {
        /// The words.
        pub text: Option<String> = "text",
    }
}

written! { Words {
    _ => { "text": text }
} }

/// JSON of any shape under a name: `projectalice/events/{name}`, whose values are JSON texts within JSON;
/// `projectalice/interface/{name}`; `hermes/leds/manual/animations`.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct FreeForm {
    /// From the topic.
    pub name: Option<Level>,
    /// As it came.
    pub value: Value,
}

impl FreeForm {
    /// Any JSON.
    pub fn new(name: Option<Level>, value: Value) -> Self {
        Self { name, value }
    }
}

impl Read for FreeForm {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(Value::read(deserializer)?.map(|value| Self::new(None, value)))
    }
}

impl Write for FreeForm {
    fn write(&self, format: WireFormat, out: &mut Vec<u8>) {
        self.value.write(format, out);
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for FreeForm {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "FreeForm".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "description": "JSON of any shape." })
    }
}
