//! The words of the library's scenarios about programs and ports, in English and Korean.

use super::Text;
use super::words::Story;

pub(super) const CLOSED_PORT: Story = Story {
    title: Text {
        en: "Closed port",
        ko: "닫힌 포트",
    },
    text: Text {
        en: "An echo program waits on port 7 of the server. The client tries port 70 first, where nobody \
             waits. Over TCP the server's host itself answers the SYN with a reset: connection refused. Over \
             UDP it has no such answer, so it sends an ICMP message: port unreachable. Then the client tries \
             port 7, over both, and hears its own words again.",
        ko: "서버의 7번 포트에서 에코 프로그램이 기다리고 있어요. 클라이언트는 먼저 아무도 기다리지 않는 70번 \
             포트로 보내요. TCP에서는 서버 호스트가 SYN에 RST로 응답해 연결이 거부돼요. UDP에는 그런 응답이 \
             없어서 호스트가 ICMP로 포트에 도달할 수 없다고 알려요. 그다음 클라이언트는 7번 포트로 보내고, \
             TCP와 UDP 모두에서 보낸 내용을 그대로 돌려받아요.",
    },
    hint: Text {
        en: "Start an echo server on port 70 of the server, then try port 70 again.",
        ko: "서버의 70번 포트에서 에코 서버를 시작한 다음, 70번 포트로 다시 보내 보세요.",
    },
};

pub(super) const THREE_PROGRAMS: Story = Story {
    title: Text {
        en: "Three programs at once",
        ko: "동시에 실행하는 세 프로그램",
    },
    text: Text {
        en: "One client opens a page on a web server, plays a game and calls a friend, all at once. To the \
             web server it turns at port 80; the game waits at port 11220 and the call at port 32202 of the \
             friend's host. Each of the client's programs sends from a port of its own, so every answer \
             finds its program: the host sorts what arrives by protocol, address and port.",
        ko: "클라이언트 하나가 웹 페이지를 열고, 게임을 하고, 친구와 화상 통화를 동시에 해요. 웹 서버에는 \
             80번 포트로, 친구의 호스트에는 게임은 11220번, 통화는 32202번 포트로 보내요. 클라이언트의 \
             프로그램은 저마다 다른 출발지 포트를 써요. 그래서 호스트는 도착한 것을 프로토콜과 주소, 포트로 \
             역다중화해 알맞은 프로그램에 넘겨줘요.",
    },
    hint: Text {
        en: "Open the Ports tab of the client and select a socket: its packets and its program are marked.",
        ko: "클라이언트의 포트 탭을 열고 소켓을 골라 보세요. 그 소켓의 패킷과 프로그램이 표시돼요.",
    },
};

pub(super) const QUOTE: Story = Story {
    title: Text {
        en: "Quote of the day",
        ko: "오늘의 명언",
    },
    text: Text {
        en: "Hardly a protocol could be simpler. Over TCP, connecting is asking: the server writes one quote and \
             closes. Over UDP an empty datagram asks, and one datagram answers. Then an answer is lost on its \
             way. TCP would send it again; here only the client can notice. It waits for a second, cannot know \
             whether its question or the answer was lost, asks again, and gets the next quote. The one that was \
             lost is gone.",
        ko: "이보다 단순한 프로토콜은 드물어요. TCP에서는 연결하는 것이 곧 요청이에요. 서버는 명언 하나를 보내고 \
             연결을 닫아요. UDP에서는 빈 데이터그램 하나로 요청하고 데이터그램 하나로 응답해요. 그다음에는 응답 \
             하나가 도중에 손실돼요. TCP라면 다시 보냈겠지만, 여기서는 클라이언트만 알아챌 수 있어요. 클라이언트는 \
             1초를 기다려요. 요청과 응답 가운데 무엇이 손실됐는지 알 수 없어서 다시 요청하고, 다음 명언을 받아요. \
             손실된 명언은 돌아오지 않아요.",
    },
    hint: Text {
        en: "Set the loss of the middle link to 40%, then get quotes over TCP and over UDP: TCP only takes longer, \
             and over UDP quotes are skipped.",
        ko: "가운데 링크의 손실률을 40%로 바꾸고 TCP와 UDP로 명언을 받아 보세요. TCP는 오래 걸릴 뿐이지만, UDP에서는 \
             건너뛰는 명언이 생겨요.",
    },
};

pub(super) const EPHEMERAL_PORTS: Story = Story {
    title: Text {
        en: "Two tabs, one server",
        ko: "탭 두 개, 서버 하나",
    },
    text: Text {
        en: "Two tabs of one browser ask the same server at the same port for different pages. Addresses \
             and the server's port are the same in all packets. Only the client's own ports differ: the \
             host takes a fresh one from 49152 to 65535 for each connection (an ephemeral port; in turn here, at \
             random and on Linux from 32768 to 60999 elsewhere). By it the \
             server tells the connections apart, and the client knows which tab an answer is for.",
        ko: "브라우저의 탭 두 개가 같은 서버의 같은 포트에 서로 다른 페이지를 요청해요. 모든 패킷에서 두 \
             호스트의 주소와 서버 포트가 같고, 클라이언트의 포트만 달라요. 호스트는 연결마다 49152번부터 \
             65535번 사이에서 새 포트(임시 포트)를 하나씩 골라요. 여기서는 차례로 고르지만, 실제로는 무작위로 고르고 \
             리눅스는 32768~60999번을 써요. 서버는 이 번호로 연결을 구별하고, \
             클라이언트는 응답이 어느 탭의 것인지 알아요.",
    },
    hint: Text {
        en: "Compare the ports on the two tabs' cards, then open a third tab.",
        ko: "두 탭의 포트 번호를 비교해 보고, 세 번째 탭을 열어 보세요.",
    },
};

pub(super) const ICMP_OFF: Story = Story {
    title: Text {
        en: "ICMP is off",
        ko: "ICMP를 끈 노드",
    },
    text: Text {
        en: "Traceroute sends ICMP echo requests (as traceroute -I and Windows do; Linux by default sends UDP to \
             high ports) whose TTL runs out at the first router, the second, and so on; each router reports by \
             ICMP where it happened. The second router here sends no ICMP: its row is a \
             star, though it passes everything on. Then ping asks a host that does not answer ICMP. It \
             looks dead, but its web server answers at once: no echo does not mean that nobody is there.",
        ko: "경로 추적(traceroute)은 TTL이 첫 번째 라우터, 두 번째 라우터에서 차례로 다하는 ICMP 에코 요청을 \
             보내고(traceroute -I와 Windows가 이렇게 해요. 리눅스의 기본은 높은 포트로 보내는 UDP예요), 라우터는 \
             그 사실을 ICMP로 알려요. 여기서 두 번째 라우터는 ICMP를 보내지 않아 별표로만 나오지만, \
             패킷은 빠짐없이 전달해요. 이어서 에코 요청에 응답하지 않는 호스트로 핑(ping)을 보내요. 꺼진 것처럼 \
             보이지만 웹 서버는 바로 응답해요. 에코 응답이 없다고 호스트가 없는 것은 아니에요.",
    },
    hint: Text {
        en: "Switch ICMP on at the second router, then trace the route again.",
        ko: "두 번째 라우터의 ICMP를 켜고 경로를 다시 추적해 보세요.",
    },
};

pub(super) const LIVE_VIDEO: Story = Story {
    title: Text {
        en: "Live video",
        ko: "실시간 영상",
    },
    text: Text {
        en: "A camera sends the same video to two screens over one long, bad link, to one over UDP and to \
             the other over TCP. Over UDP a lost packet is a hole that stays until the next key frame, and \
             the picture goes on in time. Over TCP nothing is missing: every lost segment is retransmitted, and \
             meanwhile the picture stands still, since all that follows has to wait for it (head-of-line \
             blocking). The longer the link, the longer the wait. Many video services use TCP all the same: \
             their films are not live, and a buffer of some seconds hides the waits.",
        ko: "카메라가 길고 상태가 나쁜 링크 하나로 같은 영상을 두 화면에 보내요. 하나는 UDP로, 하나는 TCP로 \
             보내요. UDP에서는 패킷이 손실되면 다음 키 프레임까지 화면이 깨진 채로 남지만 영상은 제때 \
             이어져요. TCP에서는 빠지는 것이 없어요. 손실된 세그먼트를 재전송하고, 뒤에 온 데이터는 그것이 \
             올 때까지 기다려야 해서 그동안 화면이 멈춰요(HOL 블로킹, head-of-line blocking). 링크가 길수록 더 오래 \
             기다려요. 그래도 영상 서비스는 TCP를 많이 써요. 실시간이 아니어서 몇 초 분량의 버퍼로 기다림을 감출 수 \
             있기 때문이에요.",
    },
    hint: Text {
        en: "Make the link shorter, or worse, and watch both smoothness figures.",
        ko: "링크의 지연이나 손실률을 바꾸면서 두 화면의 부드러움이 어떻게 달라지는지 보세요.",
    },
};
