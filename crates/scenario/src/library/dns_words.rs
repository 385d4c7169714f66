//! The words of the library's scenarios about names, in English and Korean.

use super::Text;
use super::words::Story;

pub(super) const FIRST_LOOKUP: Story = Story {
    title: Text {
        en: "First lookup",
        ko: "첫 이름 조회",
    },
    text: Text {
        en: "A program on the client wants to talk to www.example.com, but packets need an address. It asks its \
             host, and the host asks its resolver to find out. The resolver knows nothing yet but where the root \
             server is: that one refers it to the server of com, which refers it to the name server of \
             example.com, which knows. The address goes back to the client, and only then does the first packet \
             leave for the web server.",
        ko: "클라이언트의 프로그램이 www.example.com과 통신하려 해요. 하지만 패킷에는 주소가 필요해요. 프로그램은 \
             호스트에, 호스트는 리졸버에 주소를 알아내 달라고 해요. 리졸버가 아는 것은 루트 서버의 위치뿐이에요. \
             루트 서버는 com 서버를, com 서버는 example.com의 네임 서버를 알려 주고, 마지막 서버가 주소를 답해요. \
             주소가 클라이언트에 돌아온 뒤에야 웹 서버로 첫 패킷이 떠나요.",
    },
    hint: Text {
        en: "Open the DNS tab and choose a step: its packet is marked on the map.",
        ko: "DNS 탭을 열고 단계를 골라 보세요. 그 패킷의 경로가 지도에 표시돼요.",
    },
};

pub(super) const CACHED: Story = Story {
    title: Text {
        en: "Cached",
        ko: "캐시에서 나온 답",
    },
    text: Text {
        en: "The first lookup goes all the way from the root. The client's second one sends no packet at all, since \
             its own stub resolver remembers the answer. A neighbour asks the same resolver, which remembers it \
             too: one question, one answer. The record may be remembered for 4 seconds (its TTL, which counts \
             seconds; the TTL of an IP packet counts hops). After that the \
             client asks again, and the resolver asks only the last server, because it still knows whom to ask.",
        ko: "첫 조회는 루트부터 끝까지 물어 내려가요. 클라이언트가 다시 조회할 때는 스텁 리졸버가 답을 기억하고 있어서 \
             패킷이 하나도 나가지 않아요. 이웃 호스트는 같은 리졸버에 묻는데, 리졸버도 답을 기억하고 있어서 질문 \
             하나와 답 하나로 끝나요. 이 레코드는 4초 동안만(TTL) 기억할 수 있어요. 레코드의 TTL은 초를 세고, IP 패킷의 \
             TTL은 홉을 세요. 그 뒤에 클라이언트가 다시 물으면 \
             리졸버는 누구에게 물을지 아직 알고 있으므로 마지막 서버에만 물어봐요.",
    },
    hint: Text {
        en: "Watch the caches in the DNS tab count down, then flush one and look the name up again.",
        ko: "DNS 탭에서 캐시의 남은 시간이 줄어드는 것을 보고, 캐시를 비운 뒤 다시 조회해 보세요.",
    },
};

pub(super) const STALE_RECORD: Story = Story {
    title: Text {
        en: "Stale record",
        ko: "낡은 레코드",
    },
    text: Text {
        en: "The web server moves. At 1 second its record is changed to the new address, and the old server is \
             switched off. The name server tells the truth from then on, but the caches have not heard: the client \
             still talks to the old address, and nobody answers there. Only when the TTL of 4 seconds has run out \
             is the name asked for again, and the client finds the new server.",
        ko: "웹 서버가 이사를 가요. 1초에 레코드가 새 주소로 바뀌고 예전 서버는 꺼져요. 네임 서버는 이때부터 새 주소를 \
             답하지만 캐시는 그 소식을 듣지 못했어요. 클라이언트는 여전히 예전 주소로 보내고, 그곳에서는 아무도 응답하지 \
             않아요. 4초의 TTL이 다한 뒤에야 이름을 다시 묻고 새 서버를 찾아가요.",
    },
    hint: Text {
        en: "Change the record yourself in the DNS tab. Does a shorter TTL help?",
        ko: "DNS 탭에서 레코드를 직접 바꿔 보세요. TTL이 더 짧으면 어떻게 될까요?",
    },
};

pub(super) const NO_SUCH_NAME: Story = Story {
    title: Text {
        en: "No such name",
        ko: "없는 이름",
    },
    text: Text {
        en: "One w too many: there is no wwww.example.com. The resolver goes all the way down to the name server of \
             example.com, which says so with authority (NXDOMAIN). That there is nothing is remembered as well, for \
             as long as the zone allows (RFC 2308): asked a second time, the client knows without asking anybody. \
             The right name works. After 4 seconds the wrong one is asked for again.",
        ko: "w를 하나 더 쳤어요. wwww.example.com이라는 이름은 없어요. 리졸버는 example.com의 네임 서버까지 물어 \
             내려가고, 그 서버는 그런 이름이 없다고 권한 있는 응답(AA)으로 알려요(NXDOMAIN). 이름이 없다는 사실도 존이 정한 \
             시간만큼 기억해요(RFC 2308). 그래서 두 번째로 물으면 클라이언트가 아무에게도 묻지 않고 알아요. 올바른 \
             이름은 잘 조회돼요. 4초가 지나면 틀린 이름을 다시 물어요.",
    },
    hint: Text {
        en: "Look at the caches in the DNS tab: what is not there has a TTL, too.",
        ko: "DNS 탭의 캐시를 보세요. 없다는 사실에도 TTL이 있어요.",
    },
};

pub(super) const RESOLVER_DOWN: Story = Story {
    title: Text {
        en: "Resolver down",
        ko: "응답하지 않는 리졸버",
    },
    text: Text {
        en: "The client's first resolver is switched off. The query gets no answer, and UDP tells nobody: only after \
             2 seconds, which the stub resolver of its host decides (resolv.conf's default is 5), does the client ask its \
             second resolver, which finds the address. The web server was there \
             all the time, yet to the person in front of the screen the internet was slow. At 3.5 seconds the first \
             resolver is switched on again, and the next name is found at once.",
        ko: "클라이언트의 첫째 리졸버가 꺼져 있어요. 질의에 응답이 없고, UDP는 아무에게도 그 사실을 알려 주지 않아요. 2초가 \
             지나서야 클라이언트는 둘째 리졸버에 묻고 주소를 알아내요. 웹 서버는 내내 멀쩡했지만 화면 앞의 사람에게는 \
             인터넷이 느려진 것처럼 보여요. 2초는 호스트의 스텁 리졸버가 정한 시간이에요(resolv.conf의 기본값은 5초). \
             3.5초에 첫째 리졸버가 다시 켜지고, 다음 이름은 곧바로 찾아요.",
    },
    hint: Text {
        en: "Switch both resolvers off and look a name up. What does the program learn?",
        ko: "두 리졸버를 모두 끄고 이름을 조회해 보세요. 프로그램은 무엇을 알게 될까요?",
    },
};
