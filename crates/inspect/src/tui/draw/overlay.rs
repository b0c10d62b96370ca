//! Windows over the panes: a site with its components, a complete message, a finding in full, the keys.

use petasos_messages::SiteId;
use petasos_recording::Sender;
use petasos_watch::doctor::Finding;
use petasos_watch::overview::Condition;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph};

use super::frames::{middle, wrap};
use super::site_list::NAMES;
use crate::terminal_text::{on_one_line, plain};
use crate::tui::Screen;
use crate::tui::message_log::Kept;
use crate::tui::theme::Theme;
use crate::tui::view::Overlay;

/// The keys, and what they do.
const KEYS: [(&str, &str); 9] = [
    ("Tab, ← →, h l", "switch panes"),
    ("↑ ↓, j k, PgUp PgDn, g G", "move in the pane"),
    ("Enter", "open a site, a session, its messages, a message, a problem"),
    ("Esc", "back to the newest message and session, to all sites"),
    ("/", "search: list only matches; Enter keeps them, Esc lists all"),
    ("p, Space", "pause and resume; play a recording"),
    (", .  < >", "in a recording: a second back, forward; a minute back, forward"),
    ("?", "this help"),
    ("q, Ctrl-C", "quit"),
];

/// Longer lines than these are hard to read.
const MOST_COLUMNS: u16 = 120;
/// The rows of a frame, above and below.
const FRAME: u16 = 2;

pub(super) fn render(screen: &Screen, frame: &mut Frame<'_>, area: Rect, overlay: &Overlay, scrolled: usize) {
    let (title, lines) = match overlay {
        Overlay::Help => ("Help", help(screen)),
        Overlay::Site(id) => ("Site", site(screen, id)),
        Overlay::Message(kept) => ("Message", message(screen, kept)),
        Overlay::Finding(finding) => ("Problem", finding_lines(screen, finding)),
    };
    let columns = area.width.saturating_sub(4).min(MOST_COLUMNS);
    let rows: Vec<_> =
        lines.iter().flat_map(|line| wrap(line, usize::from(columns.saturating_sub(FRAME)))).collect();
    let area = middle(area, columns, u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(FRAME));
    let visible = usize::from(area.height.saturating_sub(FRAME));
    let last = rows.len().saturating_sub(visible);
    let shown: Vec<_> = rows.into_iter().skip(scrolled.min(last)).take(visible).collect();
    let (borders, style) = screen.theme.frame(true);
    let hint = if last > 0 { " ↑ ↓ scroll, Esc closes " } else { " Esc closes " };
    let block = Block::bordered().border_type(borders).border_style(style);
    let block = block.title(format!(" {title} ")).title_bottom(hint);
    frame.render_widget(Clear, area);
    frame.render_widget(Paragraph::new(shown).block(block), area);
}

fn fact(name: &str, value: String) -> Line<'static> {
    Line::from(vec![Span::styled(format!("{name:10}"), Theme::FAINT), Span::raw(value)])
}

fn site(screen: &Screen, id: &SiteId) -> Vec<Line<'static>> {
    let mut lines = vec![Line::styled(on_one_line(id.as_str()), Theme::STRONG)];
    let Some(site) = screen.overview.tracker().sites().find(|site| site.id == *id) else { return lines };
    let activity = screen.overview.activity(site);
    lines.push(fact("doing", activity.as_str().to_owned()));
    lines.extend(site.session.as_ref().map(|session| fact("session", on_one_line(session.as_str()))));
    lines.push(fact("waiting", site.queued.to_string()));
    let hotword = match site.hotword {
        Some(true) => "on",
        Some(false) => "off",
        None => "unknown",
    };
    lines.push(fact("wake word", hotword.to_owned()));
    lines.extend(site.loudness.map(|(_, level)| fact("sound", level.to_string())));
    lines.push(Line::default());
    let now = screen.overview.now();
    for name in NAMES {
        let condition = name.condition(&screen.overview, site);
        let last = name.last_answer(&screen.overview, site);
        let ago = last.map(|at| format!("last {:.1} s ago", now.saturating_sub(at).as_secs_f64()));
        lines.push(Line::from(vec![
            screen.theme.condition(condition),
            Span::raw(format!(" {:11}{:9}", name.name, condition.as_str())),
            Span::styled(ago.unwrap_or_default(), Theme::FAINT),
        ]));
    }
    lines
}

fn message(screen: &Screen, kept: &Kept) -> Vec<Line<'static>> {
    let time = kept.wall.to_zoned(screen.zone.clone()).strftime("%Y-%m-%d %H:%M:%S%.3f");
    let mut lines = vec![
        Line::styled(plain(&kept.topic), Theme::STRONG),
        fact("when", format!("{time}, {:.3} s after the start", kept.at.as_secs_f64())),
        fact("quality", format!("QoS {}{}", kept.qos, if kept.retain { ", retained" } else { "" })),
    ];
    match &kept.from {
        Sender::One(component) => lines.push(fact("from", component.to_string())),
        Sender::OneOf(components) => {
            let components: Vec<_> = components.iter().map(ToString::to_string).collect();
            lines.push(fact("from", format!("one of {}", components.join(", "))));
        }
        Sender::Unknown => {}
    }
    lines.extend(kept.site.as_ref().map(|site| fact("site", on_one_line(site.as_str()))));
    lines.extend(kept.session.as_ref().map(|session| fact("session", on_one_line(session.as_str()))));
    lines.push(Line::default());
    lines.extend(kept.payload().over_lines().lines().map(|line| Line::raw(line.to_owned())));
    lines
}

fn finding_lines(screen: &Screen, finding: &Finding) -> Vec<Line<'static>> {
    let severity = finding.severity();
    let mut lines = vec![
        Line::from(vec![
            Span::styled(severity.to_string(), screen.theme.severity(severity)),
            Span::raw(format!("  {}", finding.diagnosis)),
        ]),
        Line::default(),
        Line::styled(on_one_line(&finding.seen), Theme::STRONG),
        Line::default(),
        Line::raw(finding.diagnosis.cause()),
        Line::raw(on_one_line(&finding.cure)),
        Line::default(),
    ];
    let (first, last) = (finding.first.as_secs_f64(), finding.last.as_secs_f64());
    let when = match finding.count {
        1 => format!("once, {first:.3} s after the start"),
        count => format!("{count} times, {first:.3} s to {last:.3} s after the start"),
    };
    lines.push(fact("seen", when));
    lines.extend(finding.site.as_ref().map(|site| fact("site", on_one_line(site.as_str()))));
    lines.extend(finding.session.as_ref().map(|session| fact("session", on_one_line(session.as_str()))));
    lines
}

fn help(screen: &Screen) -> Vec<Line<'static>> {
    let mut lines: Vec<_> = KEYS
        .iter()
        .map(|(keys, what)| {
            Line::from(vec![Span::styled(format!("{keys:25} "), Theme::STRONG), Span::raw(*what)])
        })
        .collect();
    lines.push(Line::default());
    let names: Vec<_> = NAMES.iter().map(|name| format!("{} {}", name.letter, name.name)).collect();
    lines.push(Line::raw(format!("Components of a site: {}.", names.join(", "))));
    let mut legend = vec![Span::raw("Each is: ")];
    let conditions =
        [Condition::Well, Condition::Working, Condition::Late, Condition::Failed, Condition::Unseen];
    for condition in conditions {
        legend.push(screen.theme.condition(condition));
        legend.push(Span::raw(format!(" {}  ", condition.as_str())));
    }
    lines.push(Line::from(legend));
    lines
}
