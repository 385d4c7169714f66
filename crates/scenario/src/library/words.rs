//! The words of the library's scenarios, in English and Korean.

use super::Text;

/// What is said about one scenario.
pub(super) struct Story {
    pub(super) title: Text,
    pub(super) text: Text,
    pub(super) hint: Text,
}

pub(super) const FIRST_MESSAGE: Story = Story {
    title: Text {
        en: "First message",
        ko: "첫 메시지",
    },
    text: Text {
        en: "The client sends a short text to the server. It goes in small packets, a few words in \
             each, and every packet is labelled with the address it comes from and the address it \
             goes to. The routers in between know only those labels: each looks at the destination \
             and passes the packet one step on. When nothing breaks, the text arrives whole.",
        ko: "클라이언트가 서버로 짧은 글을 보내요. 글은 몇 단어씩 작은 패킷에 나뉘어 실리고, 패킷마다 \
             출발지 주소와 목적지 주소가 적혀 있어요. 중간의 라우터는 목적지 주소만 보고 패킷을 한 칸씩 \
             다음으로 넘겨요. 아무 고장이 없으면 글은 온전히 도착해요.",
    },
    hint: Text {
        en: "Pick a packet on its way: it opens, and you can read what is inside.",
        ko: "움직이는 패킷을 눌러서 안에 무엇이 들어 있는지 열어 보세요.",
    },
};

pub(super) const BROKEN_LINE: Story = Story {
    title: Text {
        en: "Broken line",
        ko: "끊어진 링크",
    },
    text: Text {
        en: "A picture of 64 tiles is on its way when a link on the route is cut. For a moment the \
             routers do not know, and every packet they send that way is lost. Then they find another \
             route (here all of them know after 60 ms; no routing protocol is simulated). IP and UDP never \
             learn what was lost: every later tile slips into an earlier place, and the end of the picture \
             stays empty. TCP notices what was not acknowledged, retransmits it, and the picture comes out \
             whole.",
        ko: "타일 64개로 된 그림을 보내는 도중에 경로의 링크 하나가 끊어져요. 라우터가 이를 알아채기 \
             전까지 그쪽으로 보낸 패킷은 모두 손실되고, 그 뒤에야 다른 경로로 돌아가요(여기서는 60 ms 뒤에 모두 \
             알아요. 라우팅 프로토콜은 시뮬레이션하지 않아요). IP와 UDP는 무엇이 손실됐는지 몰라요. 그래서 \
             뒤의 타일이 모두 앞으로 밀려 엉뚱한 자리에 놓이고, 그림 끝은 비어요. TCP는 중복 확인 응답이나 \
             타이머로 손실을 알아채고 그 부분을 재전송해서 그림을 온전히 완성해요.",
    },
    hint: Text {
        en: "Watch it over UDP, then switch to TCP and play it again.",
        ko: "먼저 UDP로 보고, TCP로 바꿔서 다시 재생해 보세요.",
    },
};

pub(super) const UNEVEN_ROUTES: Story = Story {
    title: Text {
        en: "Uneven routes",
        ko: "빠르기가 다른 두 경로",
    },
    text: Text {
        en: "The first router spreads packets over two routes in turn. One is quick; the other is \
             slow and loses some. Packets overtake each other. Raw IP and UDP carry no order, so the \
             receiver puts each tile where the next one belongs and the picture is scrambled, with \
             tiles missing. TCP numbers its bytes: the receiver puts them in order and waits for what is missing.",
        ko: "첫 라우터가 패킷을 두 경로에 번갈아 보내요. 한쪽은 빠르고, 다른 쪽은 느린 데다 가끔 패킷이 \
             손실돼요. 그래서 나중에 보낸 패킷이 먼저 도착하기도 해요. IP와 UDP에는 순서 정보가 없어서 \
             받는 쪽은 도착한 차례대로 타일을 놓을 수밖에 없고, 그림이 뒤섞이고 끝이 비어요. TCP는 바이트마다 \
             순서 번호를 매기기 때문에 순서를 바로잡고, 빠진 부분은 올 때까지 기다려요.",
    },
    hint: Text {
        en: "Compare the server's picture over IP and over TCP.",
        ko: "IP로 받은 그림과 TCP로 받은 그림을 비교해 보세요.",
    },
};

pub(super) const SERVER_OFF: Story = Story {
    title: Text {
        en: "Server off",
        ko: "꺼진 서버",
    },
    text: Text {
        en: "The server is switched off, and the client sends anyway. IP and UDP are connectionless: \
             nobody asks first whether the other side is there, every packet is lost in front of the \
             server, and the client believes all went well. (A real last router would often report ‘host \
             unreachable’; here routers send no ICMP.) TCP wants an answer before it sends any data. None \
             comes, so it tries again, gives up, and tells the program.",
        ko: "서버가 꺼져 있는데도 클라이언트는 데이터를 보내요. IP와 UDP는 비연결형이라 상대가 있는지 먼저 \
             확인하지 않아요. 패킷은 서버 앞에서 모두 버려지지만 클라이언트는 잘 보냈다고 여겨요. (실제 \
             네트워크에서는 마지막 라우터가 ICMP로 ‘호스트 도달 불가’를 알리기도 해요. 여기서는 라우터의 ICMP를 \
             꺼 두었어요.) TCP는 연결을 맺어야 데이터를 보내요. 응답이 없으면 몇 번 더 시도하다가 포기하고, \
             실패했다고 프로그램에 알려요.",
    },
    hint: Text {
        en: "Switch the server on and send again. Then try TCP with the server off.",
        ko: "서버를 켜고 다시 보내 보세요. 그다음에는 서버를 끈 채 TCP로 보내 보세요.",
    },
};

pub(super) const SAME_ADDRESS: Story = Story {
    title: Text {
        en: "Same address twice",
        ko: "주소가 같은 두 서버",
    },
    text: Text {
        en: "Two servers have the same IP address, and packets go to whichever is nearer. While a \
             picture is being sent, a link on the way to the first server is cut, and from then on the \
             other one is nearer. IP cannot tell them apart. Over UDP each server gets a part of the \
             picture. Over TCP the second server knows nothing of this connection and resets it, and \
             the client learns that it failed. Giving one address to several servers on purpose is called \
             anycast; it suits short exchanges over UDP, and the root servers of the DNS use it.",
        ko: "두 서버가 같은 IP 주소를 쓰고 있고, 패킷은 더 가까운 쪽으로 가요. 그림을 보내는 도중에 첫 번째 \
             서버로 가는 링크가 끊어지면, 그때부터는 다른 서버가 더 가까워져요. IP는 두 서버를 구별하지 못해요. \
             UDP로 보내면 그림이 두 서버에 나뉘어 도착해요. TCP로 보내면 두 번째 서버는 이 연결을 모르기 \
             때문에 RST로 재설정하고, 클라이언트는 전송이 실패했다는 것을 알게 돼요. 주소 하나를 일부러 여러 서버에 \
             주는 것을 애니캐스트(anycast)라고 해요. UDP로 짧게 주고받을 때 알맞고, DNS 루트 서버가 이렇게 해요.",
    },
    hint: Text {
        en: "Watch where the packets go after the cut, then try it over UDP.",
        ko: "링크가 끊어진 뒤 패킷이 어디로 가는지 보고, UDP로도 해 보세요.",
    },
};

pub(super) const WHICH_PROGRAM: Story = Story {
    title: Text {
        en: "Which program?",
        ko: "어느 프로그램일까?",
    },
    text: Text {
        en: "Two programs run on one server: Chat waits on port 11220, Pictures on port 32202. The \
             client sends a text to one and a picture to the other at the same time. An IP packet names \
             a host but not a program, so over raw IP each program gets a copy of everything. UDP and TCP add port \
             numbers, and each program gets exactly what is its own.",
        ko: "서버 한 대에서 프로그램 두 개가 실행 중이에요. 채팅은 11220번 포트, 그림은 32202번 포트에서 \
             기다려요. 클라이언트는 글과 그림을 동시에 보내요. IP 패킷에는 호스트의 주소만 있고 어느 \
             프로그램인지는 없어서, IP만 쓰면 두 프로그램이 모든 패킷의 복사본을 받아 뒤섞여요. UDP와 TCP에는 포트 \
             번호가 있어서 프로그램마다 자기 것만 받아요.",
    },
    hint: Text {
        en: "Watch both programs over IP, then switch to UDP.",
        ko: "IP로 보낼 때 두 프로그램이 무엇을 받는지 보고, UDP로 바꿔 보세요.",
    },
};
