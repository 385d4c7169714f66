//! The words of the library's scenarios about TCP's own mechanisms, in English and Korean.

use super::Text;
use super::words::Story;

pub(super) const NOBODY_HOME: Story = Story {
    title: Text {
        en: "Nobody home",
        ko: "아무도 없는 주소",
    },
    text: Text {
        en: "One digit of the address is wrong: no host has 198.51.100.81, and the routers here send no ICMP \
             errors, so nothing at all comes back. TCP retransmits its SYN after 1 second, then after 2, 4 and 8 \
             more, twice as long each time so as not to burden a network that may just be busy. It waits 16 \
             seconds after the last one and then tells the program that the connection timed out. Over UDP and \
             IP the program has sent its message within milliseconds and never hears that it went nowhere.",
        ko: "주소 끝자리가 틀렸어요. 198.51.100.81을 쓰는 호스트는 없고, 라우터들은 ICMP 오류 메시지를 보내지 \
             않으니 아무 응답도 오지 않아요. TCP는 1초 뒤에 SYN을 재전송하고, 그다음에는 2초, 4초, 8초를 더 \
             기다려요. 잠깐 혼잡한 것일 수도 있으니 기다리는 시간을 매번 두 배로 늘리는 거예요. 마지막 SYN을 \
             보내고 16초가 더 지나면 포기하고, 연결 시간이 초과됐다고 프로그램에 알려요. UDP와 IP는 금세 다 \
             보내고 끝내지만, 아무 데도 도착하지 않았다는 것은 끝까지 몰라요.",
    },
    hint: Text {
        en: "Watch the time between two SYNs double. Then open r2, turn its ICMP on, and send again over UDP and \
             TCP: now each packet is answered by ICMP ‘host unreachable’. TCP notes it, keeps trying, and reports \
             it at the end.",
        ko: "SYN 사이의 간격이 두 배씩 늘어나는 것을 보세요. 그다음 r2를 눌러 ICMP를 켜고 UDP와 TCP로 다시 보내 \
             보세요. 이번에는 패킷마다 ICMP ‘호스트 도달 불가’가 돌아와요. TCP는 기록해 두고 계속 시도하다가 마지막에 \
             알려요.",
    },
};

pub(super) const LOST_ACK: Story = Story {
    title: Text {
        en: "Lost ACK",
        ko: "손실된 ACK",
    },
    text: Text {
        en: "The data arrives, but acknowledgments are lost on the way back. The client may have four segments \
             under way, and the server acknowledges every second one. At 0.35 s one ACK is lost, and nothing \
             happens: the next one comes right behind it, and since an ACK covers everything before it (cumulative \
             acknowledgment), the client misses nothing. At 0.9 s both ACKs of a round are lost and none follows. The client cannot tell a lost \
             ACK from lost data: its retransmission timer runs out and it retransmits a segment that the server has \
             long had. The server throws the copy away and acknowledges again, adding a note (D-SACK) that it came \
             twice.",
        ko: "데이터는 잘 도착하는데, 돌아오는 확인 응답(ACK)이 손실돼요. 클라이언트는 세그먼트를 네 개까지 \
             내보내고, 서버는 두 개마다 한 번씩 ACK를 보내요. 0.35초에 ACK 하나가 손실되지만 아무 일도 없어요. \
             바로 뒤에 다음 ACK가 오는데, ACK는 그 앞의 데이터를 모두 받았다는 누적 확인 응답이기 때문이에요. \
             0.9초에는 한 번에 보낸 네 세그먼트의 ACK 두 개가 모두 손실되고, 뒤따르는 ACK도 없어요. 클라이언트는 손실된 것이 ACK인지 데이터인지 \
             알 수 없어서, 재전송 타이머가 만료되면 서버가 이미 받은 세그먼트를 재전송해요. 서버는 중복된 \
             세그먼트를 버리고, 두 번 받았다는 표시(D-SACK)를 붙여 다시 ACK를 보내요.",
    },
    hint: Text {
        en: "Compare what follows each cross on the way back. Then pick an ACK just before it reaches the client \
             and destroy it yourself.",
        ko: "돌아오는 길에 생기는 두 번의 손실 뒤에 각각 무슨 일이 일어나는지 비교해 보세요. 그다음에는 클라이언트로 \
             돌아가는 ACK를 눌러 직접 없애 보세요.",
    },
};

pub(super) const SLOW_RECEIVER: Story = Story {
    title: Text {
        en: "Slow receiver",
        ko: "느린 수신 프로그램",
    },
    text: Text {
        en: "The network is fast, but the server's program reads only 2.5 KB a second, and its receive buffer holds \
             8 KB. After eight segments the buffer is full: the server announces a window of 0, and the client \
             stops. In case the news of an open window is lost, the client asks with probes of one byte. The \
             program reads a little at a time, but the server reopens the window only when a full segment fits, \
             so that the link does not fill with tiny segments (silly window syndrome). No data is lost: TCP sends as fast \
             as the program reads. UDP and IP have no flow control, and what does not fit into the buffer is dropped.",
        ko: "네트워크는 빠르지만 서버의 프로그램은 1초에 2.5 KB만 읽고, 수신 버퍼는 8 KB뿐이에요. 세그먼트 여덟 \
             개면 버퍼가 가득 차서, 서버는 윈도우 크기를 0으로 알리고 클라이언트는 전송을 멈춰요. 윈도우가 다시 \
             열렸다는 소식이 손실될 수도 있으니, 클라이언트는 1바이트짜리 윈도우 프로브를 보내 확인해요. 프로그램은 \
             조금씩 읽지만, 서버는 최대 크기(MSS) 세그먼트 하나가 들어갈 자리가 생겨야 윈도우를 다시 열어요. 아주 작은 \
             세그먼트만 오가는 일(어리석은 윈도우 증후군)을 막는 거예요. 그래서 잃는 데이터 없이, 프로그램이 읽는 \
             속도에 맞춰 보내게 돼요. UDP와 IP에는 이런 흐름 제어가 없어서, 버퍼에 들어가지 못한 것은 버려져요.",
    },
    hint: Text {
        en: "Open the server and watch the bytes that wait to be read; open an ACK and find its window. \
             Does a faster link help? Try it.",
        ko: "서버를 눌러 아직 읽지 않은 바이트 수를 보고, ACK를 눌러 윈도우 값을 찾아보세요. 링크를 더 빠르게 \
             하면 도움이 될까요? 직접 해 보세요.",
    },
};

pub(super) const HALF_CLOSE: Story = Story {
    title: Text {
        en: "Half-close",
        ko: "한쪽만 닫기",
    },
    text: Text {
        en: "A TCP connection is two streams, one each way, and each is closed on its own. The client sends its \
             request and a FIN: it has no more to say, but it still listens. Only now does the server know that the \
             request is whole. It answers with a picture over the direction that is still open, while the client \
             waits in FIN-WAIT-2, and then sends a FIN of its own. Over UDP and IP each datagram is whole in itself, \
             but nothing says that no more will follow, so this server waits for more and never answers.",
        ko: "TCP 연결에는 방향마다 하나씩 두 개의 스트림이 있고, 각각 따로 닫아요. 클라이언트는 요청을 보내고 \
             FIN을 보내요. 더 보낼 것은 없지만 받을 수는 있다는 뜻이에요. 서버는 이때 비로소 요청이 끝났다는 것을 \
             알아요. 그래서 아직 열려 있는 방향으로 그림을 보내고, 그동안 클라이언트는 FIN-WAIT-2 상태에서 기다려요. \
             서버도 다 보내고 나면 FIN을 보내요. UDP와 IP에서는 데이터그램 하나하나의 경계는 있지만 더 \
             올 것이 없다는 신호가 없어요. 그래서 이 서버는 계속 기다리기만 하고 응답하지 않아요.",
    },
    hint: Text {
        en: "Follow the states of both ends: FIN-WAIT-1, CLOSE-WAIT, FIN-WAIT-2, LAST-ACK, TIME-WAIT. Both FINs ride on \
             the last data. The end that closes first waits in TIME-WAIT for 2 MSL, here 2 × 30 s (RFC 9293: 2 × 2 min).",
        ko: "양쪽의 상태가 FIN-WAIT-1, CLOSE-WAIT, FIN-WAIT-2, LAST-ACK, TIME-WAIT로 바뀌는 순서를 따라가 보세요. FIN은 둘 \
             다 마지막 데이터에 실려 가요. 먼저 닫은 쪽이 TIME-WAIT에서 2 MSL 동안 기다려요. 여기서는 2 × 30초예요(RFC \
             9293에서는 2 × 2분).",
    },
};

pub(super) const RESET: Story = Story {
    title: Text {
        en: "Reset",
        ko: "연결 재설정(RST)",
    },
    text: Text {
        en: "The server crashes in the middle of a picture and comes back 0.2 seconds later. Its program waits on the \
             same port again, but the connection was only in its memory, and that is gone. The client knows nothing \
             of the crash: its timer runs out and it retransmits. The segment belongs to no connection that the server \
             knows, so it answers with an RST, and the client's program learns at once that the connection failed. \
             Over UDP and IP there is no connection to lose: what comes after the crash is taken as if nothing had \
             been.",
        ko: "그림을 받던 서버가 갑자기 꺼졌다가 0.2초 뒤에 다시 켜져요. 프로그램은 같은 포트에서 다시 기다리지만, \
             연결 상태는 메모리에만 있었기 때문에 없어졌어요. 클라이언트는 서버가 꺼졌던 것을 모른 채, 재전송 \
             타이머가 만료되자 세그먼트를 재전송해요. 서버에는 그런 연결이 없으니 RST로 응답하고, 클라이언트의 \
             프로그램은 연결이 재설정됐다는 것을 바로 알게 돼요. UDP와 IP에는 잃어버릴 연결이 없어서, 서버는 다시 켜진 \
             뒤에 온 것을 아무 일 없었다는 듯이 받아요.",
    },
    hint: Text {
        en: "Play it over UDP: which tiles are on the screen in the end? Then switch the server off for good and \
             watch how long TCP keeps trying.",
        ko: "UDP로도 재생해 보세요. 마지막에 어떤 타일이 남아 있나요? 그다음에는 서버를 끈 채로 두고 TCP가 얼마나 \
             오래 재전송하는지 보세요.",
    },
};

pub(super) const RENO_VS_CUBIC: Story = Story {
    title: Text {
        en: "Reno and CUBIC",
        ko: "Reno와 CUBIC",
    },
    text: Text {
        en: "Two clients each send 4 MB through one satellite link: 2 Mbit/s, a round trip of 0.6 seconds, and a \
             queue that drops what no longer fits (tail drop). After a loss Reno halves its congestion window and adds one \
             segment a round trip, so on such a long path it takes half a minute to grow back: a saw with straight \
             teeth. CUBIC reduces its window to 70% and grows by the clock: fast at first, flat near the size at which it lost, \
             then faster again. CUBIC gets about two thirds of the link and finishes first; then Reno has it alone. UDP and \
             IP never slow down, and about half of what they send is dropped at the queue.",
        ko: "클라이언트 둘이 위성 링크 하나로 각각 4 MB를 보내요. 링크는 2 Mbit/s, 왕복 시간은 0.6초이고, 큐에 \
             자리가 없으면 나중에 온 패킷을 버려요(테일 드롭). 손실이 생기면 Reno는 혼잡 윈도우를 절반으로 줄이고 \
             왕복 시간마다 세그먼트 하나씩 늘려요. 왕복 시간이 길면 회복하는 데 30초쯤 걸리고, 그래프는 곧은 톱니 \
             모양이 돼요. CUBIC은 70%까지만 줄이고 시간에 따라 늘려요. 처음에는 빠르게, 지난번에 손실이 난 크기 \
             근처에서는 천천히, 그 뒤에는 다시 빠르게 늘려요. 그래서 CUBIC이 대역폭의 3분의 2쯤을 쓰고 먼저 끝나며, \
             그 뒤에는 Reno가 링크를 혼자 써요. UDP와 IP는 속도를 줄이지 않아서 절반쯤이 큐에서 버려져요.",
    },
    hint: Text {
        en: "Compare the congestion windows of the two. Then give both the same algorithm, send again, and see \
             whether they share fairly.",
        ko: "두 클라이언트의 혼잡 윈도우 그래프를 비교해 보세요. 그다음에는 둘 다 같은 알고리즘으로 바꿔 다시 보내고, \
             공평하게 나눠 쓰는지 보세요.",
    },
};
