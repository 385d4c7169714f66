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
             포트로 보내요. TCP에서는 서버 호스트가 SYN에 RST로 답해 연결이 거부돼요. UDP에는 그런 답이 \
             없어서 호스트가 ICMP로 포트에 닿을 수 없다고 알려요. 그다음 클라이언트는 7번 포트로 보내고, \
             TCP와 UDP 모두에서 자기 말을 되돌려 받아요.",
    },
    hint: Text {
        en: "Start an echo server on port 70 of the server, then try port 70 again.",
        ko: "서버의 70번 포트에서 에코 서버를 시작한 다음, 70번 포트로 다시 보내 보세요.",
    },
};
