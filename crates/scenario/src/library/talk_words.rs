//! The words of the library's scenarios about files and chat, in English and Korean.

use super::Text;
use super::words::Story;

pub(super) const FTP_TWO_CONNECTIONS: Story = Story {
    title: Text {
        en: "FTP: two connections",
        ko: "FTP: 연결 두 개",
    },
    text: Text {
        en: "FTP talks over one connection and carries files over another. The client connects to port 21 \
             and says who it is; name and password go over the link as plain text. It sends PASV, and the \
             server answers with the number of a port on which it now waits (port 20 belongs to FTP's active mode, \
             which is not used here). The client opens a second \
             connection to that port, and only the picture comes over it. Then the server tells on the \
             first one that this was all of it.",
        ko: "FTP는 한 연결로 대화하고 파일은 다른 연결로 보내요. 클라이언트는 21번 포트에 연결해 로그인해요. \
             이름과 비밀번호는 암호화되지 않은 글자 그대로 지나가요. 클라이언트가 PASV를 보내면 서버는 새로 \
             기다리는 포트의 번호를 알려 줘요(20번 포트는 여기서 쓰지 않는 능동 모드의 데이터 포트예요). 클라이언트는 그 포트로 두 번째 연결을 열고, 그 연결로는 그림만 \
             와요. 다 보내고 나면 서버가 첫 번째 연결로 전송이 끝났다고 알려요.",
    },
    hint: Text {
        en: "Start the client with the wrong password, then the one that asks for a file that is not there: \
             which of the two opens a second connection?",
        ko: "비밀번호가 틀린 클라이언트를 시작해 보고, 없는 파일을 달라는 클라이언트도 시작해 보세요. 둘 중 \
             어느 쪽이 두 번째 연결을 열까요?",
    },
};

pub(super) const CHAT: Story = Story {
    title: Text {
        en: "Chat",
        ko: "채팅",
    },
    text: Text {
        en: "Three people are in one chat. Each has a TCP connection of their own to the server, which passes \
             every line on to the two others. Then Jun's link is cut for 600 ms, while Mina and Anna go on \
             talking and Jun writes too. The programs notice nothing. When the link is up again, TCP \
             retransmits what was not acknowledged: these messages arrive late, but whole and in order.",
        ko: "세 사람이 한 채팅방에 있어요. 각자 서버와 TCP 연결을 하나씩 맺고 있고, 서버는 누가 쓴 글이든 나머지 \
             두 사람에게 전해요. 그러다 준의 링크가 600 ms 동안 끊겨요. 그동안 미나와 애나는 계속 이야기하고 준도 \
             글을 써요. 프로그램들은 링크가 끊긴 줄도 몰라요. 링크가 다시 이어지면 TCP가 확인 응답을 받지 못한 \
             데이터를 재전송해요. 그동안의 메시지는 늦지만 하나도 빠짐없이 순서대로 도착해요.",
    },
    hint: Text {
        en: "Type a line into one of the chats while another link is cut. Or join once more as 준 (Jun): the server \
             takes each name once.",
        ko: "링크 하나를 끊어 둔 채 채팅에 글을 써 보세요. 아니면 준이라는 이름으로 한 번 더 들어가 보세요. 서버는 \
             같은 이름을 두 번 받아 주지 않아요.",
    },
};
