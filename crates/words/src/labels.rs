//! What stands on buttons, in headings and beside fields: texts with nothing to fill in.

said! { impl Lang, labels =>
    /// What the page is, under its name.
    tagline;
    /// The label of the scenario picker.
    scenario;
    /// A scenario that is not in the library.
    own_scenario;
    /// The label of the theme button.
    theme;
    /// The theme follows the system.
    theme_auto;
    /// The light theme.
    theme_light;
    /// The dark theme.
    theme_dark;
    /// The label of the language buttons.
    language;
    /// Opens the share dialog.
    share;
    /// Opens the list of keys.
    help;
    /// Closes a dialog.
    close;
    /// Before the hint.
    try_this;
    /// The label of what is sent.
    send_what;
    /// The picture.
    picture;
    /// A text.
    text;
    /// The label of the text field.
    your_text;
    /// The label of the protocol switch.
    over;
    /// What raw IP promises.
    promise_ip;
    /// What UDP promises.
    promise_udp;
    /// What TCP promises.
    promise_tcp;
    /// The links that lead past everything.
    skip_links;
    /// A link to the play button.
    skip_to_play;
    /// A link to the map.
    skip_to_map;
    /// A link to the log.
    skip_to_log;
    /// A link to the inspector.
    skip_to_inspector;
    /// The play button while time stands still.
    play;
    /// The play button while time runs.
    pause;
    /// To the beginning.
    restart;
    /// To the event before.
    step_back;
    /// To the next event.
    step;
    /// The label of the speed slider.
    speed;
    /// The label of the timeline.
    timeline;
    /// The checkbox for passing over quiet stretches.
    skip_quiet;
    /// Time stands at the story's end, though something is still to come.
    story_ends;
    /// Nothing will happen any more.
    ended;
    /// Begins the run again.
    play_again;
    /// The same run over all three.
    compare;
    /// The heading of the receiver's view.
    received;
    /// Before anything has come.
    nothing_yet;
    /// A host that is off shows nothing.
    switched_off;
    /// Before a text that got in among the tiles of a picture.
    stray;
    /// Why tiles are in wrong places, where they came over IP or UDP.
    shifted;
    /// The same where none is missing.
    overtaken;
    /// The heading of what the sender knows.
    sender_knows;
    /// Before anything was sent.
    nothing_sent;
    /// The checkbox that marks what is out of place.
    show_wrong;
    /// The heading of the comparison.
    compare_title;
    /// What the comparison is.
    compare_text;
    /// While it runs.
    comparing;
    /// A row of the comparison.
    row_time;
    /// A row of the comparison.
    row_packets;
    /// A row of the comparison.
    row_lost;
    /// A row of the comparison.
    row_resends;
    /// A row of the comparison.
    row_sender;
    /// Plays one of the three.
    watch;
    /// The heading of the share dialog.
    share_title;
    /// What the link holds.
    share_text;
    /// Copies the link.
    copy;
    /// It was copied.
    copied;
    /// The browser refused to copy.
    copy_by_hand;
    /// The link is long.
    link_long;
    /// The link is too long.
    link_too_long;
    /// Saves the link as a file.
    save_file;
    /// Opens a file.
    open_file;
    /// The label of the embedding code.
    embed_code;
    /// The code of the embedding.
    embed_html;
    /// The address alone, where a page asks for one.
    embed_address;
    /// The frame's owner allows no new tabs.
    no_new_tab;
    /// Leads from an embedding to the page.
    open_in_hoplab;
    /// The name of the bar that shows how far the way to a moment is done.
    seek_bar;
    /// Breaks that way off.
    stop_seeking;
    /// The heading of the list of keys.
    keys_title;
    /// A key.
    key_space;
    /// A key.
    key_right;
    /// A key.
    key_left;
    /// A key.
    key_home;
    /// A key.
    key_digits;
    /// A key.
    key_escape;
    /// The space bar.
    space_bar;
    /// The heading of a notice.
    could_not_open;
    /// What is played instead.
    opened_instead;
    /// The text that could not be opened.
    what_was_given;
    /// The details of a run.
    run_details;
    /// The seed of a run.
    seed;
    /// The events of a run.
    events;
    /// The hash of a run.
    hash;
    /// The log and the inspector, as tabs on a phone.
    log;
}
