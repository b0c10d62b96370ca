//! Conversations, told as somebody who stands in the room would tell them.

use insta::assert_snapshot;
use petasos_messages::Dialect;

use crate::flat::Flat;
use crate::mind::mind;

#[test]
fn a_conversation_with_a_question_in_between() {
    let mut flat = Flat::usual(Dialect::Rhasspy, mind);
    flat.say("kitchen", "change the colour");
    flat.until("Which colour?");
    flat.say("kitchen", "blue");
    assert_snapshot!(flat.rest(), @r"
    0.000 kitchen  you: petasos!
    0.000 kitchen  listens
    0.825 kitchen  you: change the colour
    0.825 kitchen  house: Which colour?
    1.925 kitchen  house is done
    1.925 kitchen  listens
    2.425 kitchen  you: blue
    2.425 kitchen  house: It is blue now.
    3.625 kitchen  house is done
    3.625 kitchen  (session Nominal)
    ");
}
