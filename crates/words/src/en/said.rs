//! What the program in a packet says, in the few words of a label.

texts! {
    query: "query";
    answer: "answer";
    cut_short: "cut short";
    referral: "referral";
    no_such_record: "no such record";
    ends_frame: ", ends a frame";
}
