//! What the program in a packet says, in the few words of a label.

texts! {
    query: "질의";
    answer: "응답";
    cut_short: "잘림";
    referral: "위임";
    no_such_record: "그런 레코드 없음";
    ends_frame: ", 프레임 끝";
}
