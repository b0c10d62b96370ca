use petasos_skill::{Result, Session};

struct Color;

async fn ask(session: Session) -> Result<()> {
    let _color: Color = session.ask("Which colour?").await?;
    Ok(())
}

fn main() {}
