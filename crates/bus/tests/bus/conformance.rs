//! What every bus must do.

use std::time::Duration;

use petasos_bus::{Class, Event, Publish, PublishError, QoS, StatusMessage, Subscription};

use crate::client::{PATIENCE, named, persistent};
use crate::test_broker::TestBroker;

over_all_brokers! {
    a_message_arrives_with_the_lower_quality_of_both_sides
    a_retained_message_is_set_replaced_and_cleared
    wildcards_match_levels_and_never_dollar_topics
    overlapping_subscriptions_lose_nothing
    a_new_subscription_of_the_same_filter_replaces_the_old_one
    a_broken_connection_publishes_the_will_and_a_closed_one_does_not
    the_will_of_a_silent_client_is_published_and_of_an_idle_one_not
    the_announcement_is_published_after_every_connect
    a_clean_session_loses_messages_and_a_persistent_one_keeps_them
    a_second_client_with_the_same_id_disconnects_the_first
    five_megabytes_arrive_unchanged
    thousands_of_messages_arrive_in_order
    messages_of_an_outage_arrive_after_it
    a_broker_may_start_after_its_client
    closing_sends_what_is_queued
    invalid_messages_are_refused_at_once
    statistics_count_messages_and_connections
}

async fn a_message_arrives_with_the_lower_quality_of_both_sides(broker: TestBroker) {
    let (mut reader, writer) = (broker.connect().await, broker.connect().await);
    for wanted in [QoS::AtMostOnce, QoS::AtLeastOnce, QoS::ExactlyOnce] {
        let filter = format!("quality/{}", u8::from(wanted));
        reader.subscribe(&filter, wanted).await;
        for sent in [QoS::AtMostOnce, QoS::AtLeastOnce] {
            writer.publish(&filter, "x", sent);
            let received = reader.received().await;
            assert_eq!((received.qos, received.retain, received.dup), (sent.min(wanted), false, false));
        }
    }
}

async fn a_retained_message_is_set_replaced_and_cleared(broker: TestBroker) {
    let mut writer = broker.connect().await;
    let mut present = broker.connect().await;
    present.subscribe("kept/#", QoS::AtLeastOnce).await;
    writer.subscribe("echo", QoS::AtLeastOnce).await;

    for (topic, text) in [("kept/a", "old"), ("kept/a", "new"), ("kept/b", "gone"), ("kept/b", "")] {
        writer.retain(topic, text);
        let received = present.received().await;
        assert_eq!((received.topic.as_str(), &received.payload[..]), (topic, text.as_bytes()));
        assert!(!received.retain, "a subscriber gets it as a new message");
    }

    let mut late = broker.connect().await;
    late.subscribe("kept/#", QoS::AtLeastOnce).await;
    let received = late.received().await;
    assert_eq!(
        (received.topic.as_str(), &received.payload[..], received.retain),
        ("kept/a", &b"new"[..], true)
    );
    writer.publish("kept/end", "", QoS::AtLeastOnce);
    assert_eq!(late.received().await.topic, "kept/end", "nothing is left of kept/b");
}

async fn wildcards_match_levels_and_never_dollar_topics(broker: TestBroker) {
    let (mut all, mut one_level, mut parent, writer) =
        (broker.connect().await, broker.connect().await, broker.connect().await, broker.connect().await);
    all.subscribe("#", QoS::AtLeastOnce).await;
    one_level.subscribe("hermes/hotword/+/detected", QoS::AtLeastOnce).await;
    parent.subscribe("hermes/hotword/#", QoS::AtLeastOnce).await;

    let topics =
        ["hermes/hotword/a b ü ☂/detected", "hermes/hotword", "hermes/hotword/a/b/detected", "/", "end"];
    for topic in topics {
        writer.publish(topic, "", QoS::AtLeastOnce);
    }
    writer.publish("hermes/hotword/end/detected", "", QoS::AtLeastOnce);
    for topic in topics.into_iter().chain(["hermes/hotword/end/detected"]) {
        // Mosquitto has published under $SYS by now, and none of that comes.
        assert_eq!(all.received().await.topic, topic);
    }
    for topic in [topics[0], "hermes/hotword/end/detected"] {
        assert_eq!(one_level.received().await.topic, topic);
    }
    for topic in [topics[0], topics[1], topics[2], "hermes/hotword/end/detected"] {
        assert_eq!(parent.received().await.topic, topic);
    }
    if !matches!(broker, TestBroker::Memory(_)) {
        all.bus.subscribe(&[Subscription::new("$SYS/#", QoS::AtMostOnce)]).unwrap();
        assert!(all.received().await.topic.starts_with("$SYS/"));
    }
}

async fn overlapping_subscriptions_lose_nothing(broker: TestBroker) {
    let (mut reader, writer) = (broker.connect().await, broker.connect().await);
    let both = [Subscription::new("over/+", QoS::AtMostOnce), Subscription::new("over/#", QoS::AtLeastOnce)];
    reader.bus.subscribe(&both).unwrap();
    reader.subscribed().await;
    writer.publish("over/x", "1", QoS::AtLeastOnce);
    writer.publish("over/y", "2", QoS::AtLeastOnce);
    assert_eq!(reader.text().await.1, "1");
    // MQTT allows one copy for each subscription, so copies of the first may come before the second.
    while reader.text().await.1 != "2" {}
}

async fn a_new_subscription_of_the_same_filter_replaces_the_old_one(broker: TestBroker) {
    let (mut reader, writer) = (broker.connect().await, broker.connect().await);
    for qos in [QoS::AtMostOnce, QoS::AtLeastOnce] {
        reader.subscribe("again", qos).await;
        writer.publish("again", "x", QoS::AtLeastOnce);
        assert_eq!(reader.received().await.qos, qos);
    }
    writer.publish("again", "last", QoS::AtLeastOnce);
    assert_eq!(reader.text().await.1, "last", "one copy only");
}

async fn a_broken_connection_publishes_the_will_and_a_closed_one_does_not(broker: TestBroker) {
    let mut watcher = broker.connect().await;
    watcher.subscribe("wills/#", QoS::AtLeastOnce).await;
    let with_will = |name: &str| {
        let mut settings = named(broker.settings(), name);
        settings.will = Some(StatusMessage::new(format!("wills/{name}"), "gone").retained());
        broker.connect_with(settings)
    };

    let mut polite = with_will("polite");
    polite.connected().await;
    polite.bus.close(PATIENCE).await;
    let mut crashing = with_will("crashing");
    crashing.connected().await;
    drop(crashing);

    let received = watcher.received().await;
    assert_eq!((received.topic.as_str(), &received.payload[..]), ("wills/crashing", &b"gone"[..]));
    let mut late = broker.connect().await;
    late.subscribe("wills/#", QoS::AtLeastOnce).await;
    let received = late.received().await;
    assert_eq!((received.topic.as_str(), received.retain), ("wills/crashing", true));
}

async fn the_will_of_a_silent_client_is_published_and_of_an_idle_one_not(broker: TestBroker) {
    let mut watcher = broker.connect().await;
    watcher.subscribe("wills/#", QoS::AtMostOnce).await;
    let settings = |name: &str| {
        let mut settings = named(broker.settings(), name);
        settings.keep_alive_seconds = 1;
        settings.will = Some(StatusMessage::new(format!("wills/{name}"), ""));
        settings
    };
    let mut idle = broker.connect_with(settings("idle"));
    idle.connected().await;
    let _silent = broker.connect_silent(settings("silent")).await;
    assert_eq!(watcher.received().await.topic, "wills/silent");
    assert_eq!(idle.bus.statistics().connections, 1);
    drop(idle);
    assert_eq!(watcher.received().await.topic, "wills/idle");
}

async fn the_announcement_is_published_after_every_connect(mut broker: TestBroker) {
    let mut settings = broker.settings();
    settings.announcement = Some(StatusMessage::new("status/one", "here").retained());
    let mut announcer = broker.connect_with(settings);
    announcer.subscribe("status/#", QoS::AtLeastOnce).await;
    for _ in 0..2 {
        assert_eq!(announcer.text().await, ("status/one".into(), "here".into()));
        broker.stop();
        announcer.disconnected().await;
        broker.start().await;
        announcer.subscribed().await;
    }
}

async fn a_clean_session_loses_messages_and_a_persistent_one_keeps_them(broker: TestBroker) {
    let writer = broker.connect().await;
    for keeps in [false, true] {
        let name = if keeps { "keeps" } else { "forgets" };
        let settings = || {
            if keeps { persistent(broker.settings(), name) } else { named(broker.settings(), name) }
        };
        let mut reader = broker.connect_with(settings());
        assert!(!reader.connected().await, "the broker never met this client");
        reader.subscribe(name, QoS::AtLeastOnce).await;
        reader.bus.close(PATIENCE).await;

        for number in 0..50 {
            writer.publish(name, &number.to_string(), QoS::AtLeastOnce);
        }
        writer.until("all acknowledged", |now| now.in_flight == 0 && now.queued == 0).await;

        let mut reader = broker.connect_with(settings());
        assert_eq!(reader.connected().await, keeps);
        if keeps {
            for number in 0..50 {
                assert_eq!(reader.text().await.1, number.to_string());
            }
        }
        reader.subscribe(name, QoS::AtLeastOnce).await;
        writer.publish(name, "end", QoS::AtLeastOnce);
        assert_eq!(reader.text().await.1, "end");
    }
}

async fn a_second_client_with_the_same_id_disconnects_the_first(broker: TestBroker) {
    let mut first = broker.connect_with(named(broker.settings(), "same"));
    first.connected().await;
    let mut second = broker.connect_with(named(broker.settings(), "same"));
    second.connected().await;
    first.disconnected().await;
}

async fn five_megabytes_arrive_unchanged(broker: TestBroker) {
    let (mut reader, writer) = (broker.connect().await, broker.connect().await);
    let bytes: Vec<u8> = (0..5_000_000_u32).map(|number| (number % 251) as u8).collect();
    reader.subscribe("big", QoS::AtLeastOnce).await;
    for qos in [QoS::AtMostOnce, QoS::AtLeastOnce] {
        writer.bus.publish(Publish::new("big", bytes.clone(), Class::Speech).qos(qos)).unwrap();
        let received = reader.received().await;
        assert!(received.payload == bytes, "{} bytes came", received.payload.len());
    }
}

async fn thousands_of_messages_arrive_in_order(broker: TestBroker) {
    const COUNT: usize = 5000;
    let (mut reader, writer) = (broker.connect().await, broker.connect().await);
    reader.subscribe("count/#", QoS::AtLeastOnce).await;
    for number in 0..COUNT {
        // MQTT promises order within one topic and one quality.
        writer.publish("count/once", &number.to_string(), QoS::AtLeastOnce);
    }
    for number in 0..COUNT {
        assert_eq!(reader.text().await.1, number.to_string());
    }
}

async fn messages_of_an_outage_arrive_after_it(mut broker: TestBroker) {
    // A client subscribes again before it sends what is queued.
    let mut client = broker.connect().await;
    client.subscribe("outage", QoS::AtLeastOnce).await;
    for round in 1..=3 {
        broker.stop();
        client.disconnected().await;
        for number in 0..10 {
            client.bus.publish(Publish::new("outage", number.to_string(), Class::Obligation)).unwrap();
        }
        let late = Publish::new("outage", "too late", Class::Speech).expires_in(Duration::ZERO);
        client.bus.publish(late).unwrap();
        broker.start().await;
        for number in 0..10 {
            assert_eq!(client.text().await.1, number.to_string());
        }
        client.publish("outage", "end", QoS::AtLeastOnce);
        assert_eq!(client.text().await.1, "end");
        let now = client.bus.statistics();
        assert_eq!((now.expired.speech, now.reconnects()), (round, round));
    }
}

async fn a_broker_may_start_after_its_client(mut broker: TestBroker) {
    broker.stop();
    let mut client = broker.connect_with(broker.settings());
    client.bus.subscribe(&[Subscription::new("early", QoS::AtLeastOnce)]).unwrap();
    client.publish("early", "bird", QoS::AtLeastOnce);
    assert!(!client.bus.statistics().connected);
    broker.start().await;
    assert_eq!(client.text().await.1, "bird");
}

async fn closing_sends_what_is_queued(broker: TestBroker) {
    const COUNT: usize = 3000;
    let mut reader = broker.connect().await;
    reader.subscribe("last", QoS::AtLeastOnce).await;
    let mut writer = broker.connect().await;
    for number in 0..COUNT {
        writer.publish("last", &number.to_string(), QoS::AtMostOnce);
    }
    writer.bus.close(PATIENCE).await;
    for number in 0..COUNT {
        assert_eq!(reader.text().await.1, number.to_string());
    }
    while let Some(event) = writer.events.next().await {
        assert!(!matches!(event, Event::Disconnected { .. }), "it was closed, not lost");
    }
    let error = writer.bus.publish(Publish::new("last", "", Class::Report)).unwrap_err();
    assert_eq!(error, PublishError::Closed { topic: "last".into() });
}

async fn invalid_messages_are_refused_at_once(broker: TestBroker) {
    let mut settings = broker.settings();
    settings.packet_limit = 2048;
    let mut client = broker.connect_with(settings);
    client.subscribe("fine", QoS::AtLeastOnce).await;
    let refused = |topic: &str, size: usize| {
        client.bus.publish(Publish::new(topic, vec![0; size], Class::Obligation)).unwrap_err()
    };
    assert!(matches!(refused("x", 2048), PublishError::TooLarge { limit: 2048, .. }));
    for topic in ["", "a/+", "a/#", "a\0"] {
        assert_eq!(refused(topic, 1), PublishError::InvalidTopic { topic: topic.to_owned() });
    }
    for filter in ["", "a/#/b", "a+"] {
        assert!(client.bus.subscribe(&[Subscription::new(filter, QoS::AtMostOnce)]).is_err());
    }
    client.publish("fine", "still here", QoS::AtLeastOnce);
    assert_eq!(client.text().await.1, "still here");
    assert_eq!(client.bus.statistics().connections, 1);
}

async fn statistics_count_messages_and_connections(broker: TestBroker) {
    let mut client = broker.connect().await;
    client.subscribe("counted", QoS::AtLeastOnce).await;
    for _ in 0..10 {
        client.publish("counted", "x", QoS::AtLeastOnce);
    }
    for _ in 0..10 {
        client.received().await;
    }
    let now = client.until("all acknowledged", |now| now.in_flight == 0).await;
    assert_eq!((now.sent, now.received, now.queued, now.queued_bytes), (10, 10, 0, 0));
    assert_eq!((now.connections, now.connected, now.overflowed.total()), (1, true, 0));
}
