<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>Child</name>
    <message>
        <source>The program could not start itself a second time.</source>
        <translation>프로그램을 한 번 더 시작하지 못했습니다.</translation>
    </message>
</context>
<context>
    <name>Dashboard</name>
    <message>
        <source>Who rates</source>
        <translation>평가할 사람</translation>
    </message>
    <message>
        <source>Start rating</source>
        <translation>평가 시작</translation>
    </message>
    <message>
        <source>Opens the rater&apos;s screen: full screen, grey, nothing but the picture.</source>
        <translation>평가 화면을 엽니다. 전체 화면의 회색 바탕에 사진만 나타납니다.</translation>
    </message>
    <message>
        <source>Your decision about the selected rater, with a reason; the report shows it.</source>
        <translation>고른 평가자를 어떻게 할지 이유와 함께 정합니다. 보고서에 표시됩니다.</translation>
    </message>
    <message>
        <source>a new rater</source>
        <translation>새 평가자</translation>
    </message>
    <message>
        <source>Include…</source>
        <translation>포함…</translation>
    </message>
    <message>
        <source>Exclude…</source>
        <translation>제외…</translation>
    </message>
    <message>
        <source>The study is unblinded: results carry the names of the systems.</source>
        <translation>눈가림이 해제되었습니다. 결과에 시스템 이름이 표시됩니다.</translation>
    </message>
    <message>
        <source>Rating is over. Results carry codes until the key is imported.</source>
        <translation>평가가 끝났습니다. 키를 가져오기 전까지 결과는 코드로 표시됩니다.</translation>
    </message>
    <message>
        <source>Rating is over. Results may be looked at.</source>
        <translation>평가가 끝났습니다. 결과를 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Nothing here tells systems apart. Results open when the study is closed or an unblinding is recorded, and both are kept with the study.</source>
        <translation>이 화면에는 시스템을 구별할 수 있는 것이 없습니다. 연구를 마감하거나 눈가림 해제를 기록하면 결과가 열리며, 두 가지 모두 연구에 기록됩니다.</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>마감</translation>
    </message>
    <message>
        <source>interim look</source>
        <translation>중간 확인</translation>
    </message>
    <message>
        <source>unblinded</source>
        <translation>눈가림 해제</translation>
    </message>
    <message>
        <source>analysed</source>
        <translation>분석</translation>
    </message>
    <message>
        <source>exported</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>raters complete</source>
        <translation>완료한 평가자</translation>
    </message>
    <message>
        <source>Raters who rated everything.</source>
        <translation>모든 사진을 평가한 사람 수입니다.</translation>
    </message>
    <message>
        <source>ratings</source>
        <translation>평가 수</translation>
    </message>
    <message>
        <source>Ratings of the main stream.</source>
        <translation>본 평가의 평가 수입니다.</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>분</translation>
    </message>
    <message>
        <source>Of all sessions together.</source>
        <translation>모든 세션을 합한 시간입니다.</translation>
    </message>
    <message>
        <source>raters a picture</source>
        <translation>사진당 평가자</translation>
    </message>
    <message>
        <source>Fewest and most raters that a reference was given to.</source>
        <translation>한 원본 사진이 배정된 평가자의 최소·최대 수입니다.</translation>
    </message>
    <message>
        <source>mean place of systems</source>
        <translation>시스템의 평균 순서</translation>
    </message>
    <message>
        <source>Smallest and largest mean place of a system in the order, 0 first, 1 last; 0.5 is balanced. Which system it is, is not told.</source>
        <translation>제시 순서에서 시스템의 평균 위치의 최솟값과 최댓값입니다. 0은 처음, 1은 마지막, 0.5면 균형입니다. 어느 시스템인지는 알려 주지 않습니다.</translation>
    </message>
    <message>
        <source>Rate on other devices…</source>
        <translation>다른 기기에서 평가…</translation>
    </message>
    <message>
        <source>Lets people rate in the browsers of tablets and other computers.</source>
        <translation>태블릿이나 다른 컴퓨터의 브라우저에서 평가할 수 있게 합니다.</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>새로 고침</translation>
    </message>
    <message>
        <source>Read the database again.</source>
        <translation>데이터베이스를 다시 읽습니다.</translation>
    </message>
    <message>
        <source>Close the rating…</source>
        <translation>평가 마감…</translation>
    </message>
    <message>
        <source>Nobody rates any more.</source>
        <translation>더 이상 평가를 받지 않습니다.</translation>
    </message>
    <message>
        <source>Unblind…</source>
        <translation>눈가림 해제…</translation>
    </message>
    <message>
        <source>Give the codes their names, with a reason.</source>
        <translation>이유를 적고 코드에 이름을 붙입니다.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Write the ratings for other programs.</source>
        <translation>다른 프로그램에서 쓸 수 있게 평가를 저장합니다.</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Analyse the ratings.</source>
        <translation>평가를 분석합니다.</translation>
    </message>
</context>
<context>
    <name>Decisions</name>
    <message>
        <source>Close the rating</source>
        <translation>평가 마감</translation>
    </message>
    <message>
        <source>Nobody can be enrolled or rate any more. This cannot be taken back.</source>
        <translation>더 이상 등록하거나 평가할 수 없습니다. 되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Exclude %1</source>
        <translation>%1 제외</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>The ratings stay, and the analysis leaves them out. Who was excluded, when, why, and whether names were known stands in the report.</source>
        <translation>평가는 남지만 분석에서는 빠집니다. 누구를 언제 왜 제외했는지, 그때 이름을 알고 있었는지가 보고서에 실립니다.</translation>
    </message>
    <message>
        <source>Include %1</source>
        <translation>%1 포함</translation>
    </message>
    <message>
        <source>Include</source>
        <translation>포함</translation>
    </message>
    <message>
        <source>The analysis counts the ratings again; the report says so and why.</source>
        <translation>분석에 평가를 다시 넣습니다. 그 사실과 이유가 보고서에 실립니다.</translation>
    </message>
    <message>
        <source>The ratings of this study are kept on a server: %1. Connect only if you know it: the folder may come from somebody else.</source>
        <translation>이 연구의 평가는 서버 %1에 보관됩니다. 다른 사람이 만든 폴더일 수 있으니, 아는 서버일 때만 연결하세요.</translation>
    </message>
    <message>
        <source>Connect to a server?</source>
        <translation>서버에 연결할까요?</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>연결</translation>
    </message>
    <message>
        <source>Unblind the study</source>
        <translation>연구의 눈가림 해제</translation>
    </message>
    <message>
        <source>The systems get their names, and the study keeps a record of who looked, when and why. This cannot be taken back.</source>
        <translation>시스템에 이름이 붙고, 누가 언제 왜 보았는지 연구에 기록됩니다. 되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Unblind</source>
        <translation>눈가림 해제</translation>
    </message>
</context>
<context>
    <name>DraftView</name>
    <message>
        <source>Progress of the build</source>
        <translation>생성 진행률</translation>
    </message>
    <message>
        <source>Build the study</source>
        <translation>연구 생성</translation>
    </message>
    <message>
        <source>Makes the pictures, the key and the database, and freezes the study.</source>
        <translation>사진, 키, 데이터베이스를 만들고 연구를 확정합니다.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>시작하는 중…</translation>
    </message>
    <message>
        <source>%1 of %2 pictures</source>
        <translation>사진 %2장 중 %1장</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 남음</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>제목</translation>
    </message>
    <message>
        <source>Systems</source>
        <translation>시스템</translation>
    </message>
    <message>
        <source>References</source>
        <translation>원본 사진</translation>
    </message>
    <message>
        <source>%1 and %2 hidden repeats, %3 before them</source>
        <translation>%1장, 숨은 반복 %2장, 그 전에 %3장</translation>
    </message>
    <message>
        <source>%1 minutes in %2 session(s)</source>
        <translation>%2회에 걸쳐 %1분</translation>
    </message>
    <message>
        <source>%1, giving %2 ratings</source>
        <translation>%1명, 평가 %2개</translation>
    </message>
    <message>
        <source>mean place of a system in the order %1 to %2; 0.50 is the middle</source>
        <translation>시스템의 평균 순서 %1–%2 (0.50이 가운데)</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>A rater sees</source>
        <translation>평가자 한 명이 보는 수</translation>
    </message>
    <message>
        <source>A rater needs</source>
        <translation>평가자 한 명의 소요 시간</translation>
    </message>
    <message>
        <source>Raters</source>
        <translation>평가자</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>균형</translation>
    </message>
    <message>
        <source>Finds differences of</source>
        <translation>찾아낼 수 있는 차이</translation>
    </message>
    <message>
        <source>%1 points on %2</source>
        <translation>%2에서 %1점</translation>
    </message>
    <message>
        <source>unknown on %2</source>
        <translation>%2에서는 알 수 없음</translation>
    </message>
    <message>
        <source>%1 (with usual variances)</source>
        <translation>%1 (일반적인 분산 기준)</translation>
    </message>
    <message>
        <source>Edit study.toml</source>
        <translation>study.toml 편집</translation>
    </message>
    <message>
        <source>Every field of the study, in a text editor.</source>
        <translation>연구의 모든 항목을 텍스트 편집기에서 엽니다.</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>다시 읽기</translation>
    </message>
</context>
<context>
    <name>EmptyStudyPage</name>
    <message>
        <source>Ask people which picture looks better.</source>
        <translation>어느 사진이 더 좋은지 사람에게 물어보세요.</translation>
    </message>
    <message>
        <source>Drop a study folder here, or make a study: blind, balanced, one rating a key.</source>
        <translation>연구 폴더를 여기에 놓거나 새 연구를 만드세요. 눈가림과 균형 배치로, 키 하나로 평가합니다.</translation>
    </message>
    <message>
        <source>New study…</source>
        <translation>새 연구…</translation>
    </message>
    <message>
        <source>Choose references, systems and raters.</source>
        <translation>원본 사진, 시스템, 평가자를 정합니다.</translation>
    </message>
    <message>
        <source>Open a study…</source>
        <translation>연구 열기…</translation>
    </message>
    <message>
        <source>A folder with a study in it.</source>
        <translation>연구가 들어 있는 폴더입니다.</translation>
    </message>
    <message>
        <source>Try it in five minutes</source>
        <translation>5분 체험</translation>
    </message>
    <message>
        <source>Makes a small study of the sample pictures, for you to rate.</source>
        <translation>예제 사진으로 작은 연구를 만들어 직접 평가해 봅니다.</translation>
    </message>
</context>
<context>
    <name>MosPlot</name>
    <message>
        <source>MOS and intervals on %1</source>
        <extracomment>Of the printed figure: blue for these images, vermilion for images like these.</extracomment>
        <translation>%1의 MOS와 신뢰 구간</translation>
    </message>
    <message>
        <source>Wide: these images (raters are a sample). Thin: images like these (both are). Overlap of intervals is no test.</source>
        <translation>굵은 선: 이 사진들(평가자가 표본). 가는 선: 이와 비슷한 사진들(평가자와 사진이 모두 표본). 구간이 겹치는지는 검정이 아닙니다.</translation>
    </message>
    <message>
        <source>%1: MOS %2, %3 (these images), %4 (images like these), n %5</source>
        <translation>%1: MOS %2, %3(이 사진들), %4(비슷한 사진들), n %5</translation>
    </message>
</context>
<context>
    <name>OtherDevices</name>
    <message>
        <source>Rate on other devices</source>
        <extracomment>Modules of quiet around a QR code.</extracomment>
        <translation>다른 기기에서 평가</translation>
    </message>
    <message>
        <source>The server is being started…</source>
        <translation>서버를 시작하는 중…</translation>
    </message>
    <message>
        <source>Link for everybody</source>
        <translation>모두에게 줄 링크</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Code of the room</source>
        <translation>방의 코드</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>주소</translation>
    </message>
    <message>
        <source>Dashboard</source>
        <translation>대시보드</translation>
    </message>
    <message>
        <source>Its password</source>
        <translation>대시보드 비밀번호</translation>
    </message>
    <message>
        <source>Open the dashboard</source>
        <translation>대시보드 열기</translation>
    </message>
    <message>
        <source>Who rates, and links for single raters.</source>
        <translation>누가 평가하는지 보고, 평가자 한 사람에게 줄 링크를 만듭니다.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>QR code of the link for everybody</source>
        <translation>모두에게 줄 링크의 QR 코드</translation>
    </message>
    <message>
        <source>Everybody on this network can reach it. Scan the code or type the address. Closing this window stops it; every rating is kept, and everybody goes on where they were.</source>
        <translation>이 네트워크에 있는 사람은 누구나 접속할 수 있습니다. QR 코드를 찍거나 주소를 입력하세요. 이 창을 닫으면 서버가 멈춥니다. 평가는 모두 보관되며, 누구나 멈춘 곳에서 이어서 할 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>PeopleStep</name>
    <message>
        <source>Width shown</source>
        <translation>표시할 너비</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Height shown</source>
        <translation>표시할 높이</translation>
    </message>
    <message>
        <source>whole</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>The middle of every picture, the same for all versions.</source>
        <translation>모든 버전에서 똑같이 사진의 가운데를 보여 줍니다.</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Whole screen pixels for each pixel, never anything between.</source>
        <translation>사진의 한 픽셀을 화면의 정수 개 픽셀로 표시합니다.</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>순서</translation>
    </message>
    <message>
        <source>in rounds: every reference once a round</source>
        <translation>라운드별: 라운드마다 각 원본 한 번</translation>
    </message>
    <message>
        <source>fully random</source>
        <translation>완전 무작위</translation>
    </message>
    <message>
        <source>Raters</source>
        <translation>평가자</translation>
    </message>
    <message>
        <source>Each rater sees a part of the references:</source>
        <translation>평가자마다 원본의 일부만 봄:</translation>
    </message>
    <message>
        <source>References a rater</source>
        <translation>평가자당 원본 수</translation>
    </message>
    <message>
        <source>Longest session</source>
        <translation>세션 최대 길이</translation>
    </message>
    <message>
        <source> min</source>
        <translation>분</translation>
    </message>
    <message>
        <source>Sites</source>
        <translation>장소</translation>
    </message>
    <message>
        <source>one place; several with commas between them</source>
        <translation>한 곳; 여러 곳이면 쉼표로 구분</translation>
    </message>
    <message>
        <source>Each place gives out rater numbers of its own, and each computer is asked once where it stands. Their files are merged afterwards.</source>
        <translation>장소마다 평가자 번호를 따로 주고, 컴퓨터마다 어느 장소인지 한 번 묻습니다. 파일은 나중에 합칩니다.</translation>
    </message>
    <message>
        <source>Part shown</source>
        <translation>표시할 부분</translation>
    </message>
    <message>
        <source>How many showings and minutes this makes, and which differences it finds, stands on the next page before anything is built. Fewer than 15 raters make a study informal.</source>
        <translation>제시 횟수, 소요 시간, 찾아낼 수 있는 차이는 생성하기 전에 다음 화면에 표시됩니다. 평가자가 15명보다 적으면 비공식 연구가 됩니다.</translation>
    </message>
</context>
<context>
    <name>QuestionStep</name>
    <message>
        <source>Title</source>
        <translation>제목</translation>
    </message>
    <message>
        <source>How good is each picture? With the originals hidden among them</source>
        <translation>각 사진이 얼마나 좋은가? (원본을 섞어서)</translation>
    </message>
    <message>
        <source>Scores 1 to 5, one picture at a time: the usual MOS study.</source>
        <translation>한 번에 한 장씩 1–5점. 일반적인 MOS 연구입니다.</translation>
    </message>
    <message>
        <source>How much worse than the original is it?</source>
        <translation>원본보다 얼마나 나쁜가?</translation>
    </message>
    <message>
        <source>The original first, then a version; scores 1 to 5.</source>
        <translation>원본을 먼저, 이어서 한 버전을 보여 주고 1–5점.</translation>
    </message>
    <message>
        <source>Which of two is better?</source>
        <translation>둘 중 어느 쪽이 더 좋은가?</translation>
    </message>
    <message>
        <source>Two versions at once, a choice; finds the smallest differences.</source>
        <translation>두 버전을 함께 보고 고릅니다. 가장 작은 차이까지 찾아냅니다.</translation>
    </message>
    <message>
        <source>Language of raters</source>
        <translation>평가자의 언어</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>연락처</translation>
    </message>
    <message>
        <source>whom raters can reach</source>
        <translation>평가자가 연락할 곳</translation>
    </message>
    <message>
        <source>Raters read a consent text and agree first</source>
        <translation>평가 전에 동의서를 읽고 동의를 받음</translation>
    </message>
    <message>
        <source>The text lies in the study&apos;s folder and can be changed before it is built.</source>
        <translation>동의서는 연구 폴더에 있으며, 연구를 생성하기 전에 고칠 수 있습니다.</translation>
    </message>
    <message>
        <source>How long ratings are kept, and where</source>
        <translation>평가를 보관하는 기간과 장소</translation>
    </message>
    <message>
        <source>how long, and where</source>
        <translation>기간과 장소</translation>
    </message>
    <message>
        <source>Ratings are kept</source>
        <translation>평가 보관</translation>
    </message>
    <message>
        <source>Say whom raters can ask: it stands in the consent text.</source>
        <translation>평가자가 문의할 사람을 적으세요. 동의서에 실립니다.</translation>
    </message>
    <message>
        <source>Say how long and where ratings are kept, for the consent text.</source>
        <translation>동의서에 실을 평가 보관 기간과 장소를 적으세요.</translation>
    </message>
    <message>
        <source>Give the study a title.</source>
        <translation>연구의 제목을 적으세요.</translation>
    </message>
</context>
<context>
    <name>RaterForms</name>
    <message>
        <source>not tested</source>
        <translation>검사하지 않음</translation>
    </message>
    <message>
        <source>tested, normal</source>
        <translation>검사함, 정상</translation>
    </message>
    <message>
        <source>tested, not normal</source>
        <translation>검사함, 정상 아님</translation>
    </message>
    <message>
        <source>Age</source>
        <extracomment>Question to its label and the labels of its answers.</extracomment>
        <translation>나이</translation>
    </message>
    <message>
        <source>65 or older</source>
        <translation>65세 이상</translation>
    </message>
    <message>
        <source>prefer not to say</source>
        <translation>답하지 않음</translation>
    </message>
    <message>
        <source>Test of visual acuity</source>
        <translation>시력 검사</translation>
    </message>
    <message>
        <source>Worn now</source>
        <translation>지금 착용한 것</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>glasses</source>
        <translation>안경</translation>
    </message>
    <message>
        <source>contact lenses</source>
        <translation>콘택트렌즈</translation>
    </message>
    <message>
        <source>Test of colour vision</source>
        <translation>색각 검사</translation>
    </message>
    <message>
        <source>Experience with image quality</source>
        <translation>화질 평가 경험</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>I work with pictures</source>
        <translation>사진·영상 관련 일을 합니다</translation>
    </message>
    <message>
        <source>I judge image quality for a living</source>
        <translation>화질 평가가 직업입니다</translation>
    </message>
    <message>
        <source>dark (up to 5 lx)</source>
        <translation>어두움 (5 lx 이하)</translation>
    </message>
    <message>
        <source>dim (up to 20 lx)</source>
        <translation>약간 어두움 (20 lx 이하)</translation>
    </message>
    <message>
        <source>ordinary room (20 to 200 lx)</source>
        <translation>보통 실내 (20–200 lx)</translation>
    </message>
    <message>
        <source>bright (over 200 lx)</source>
        <translation>밝음 (200 lx 초과)</translation>
    </message>
    <message>
        <source>About you</source>
        <translation>참가자 정보</translation>
    </message>
    <message>
        <source>Asked once, kept under your pseudonym only.</source>
        <translation>한 번만 묻고, 가명으로만 보관합니다.</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>선택</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Month of: %1</source>
        <translation>검사한 달: %1</translation>
    </message>
    <message>
        <source>When the test was done</source>
        <translation>검사를 받은 달</translation>
    </message>
    <message>
        <source>Screen and room</source>
        <translation>화면과 실내 환경</translation>
    </message>
    <message>
        <source>Light in the room</source>
        <translation>실내 밝기</translation>
    </message>
    <message>
        <source>Distance of the eyes</source>
        <translation>눈과 화면의 거리</translation>
    </message>
    <message>
        <source>White of the screen</source>
        <translation>화면 흰색의 밝기</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>측정하지 않음</translation>
    </message>
    <message>
        <source>Night light and automatic brightness are off</source>
        <translation>야간 모드와 자동 밝기를 껐습니다</translation>
    </message>
    <message>
        <source>Good: white of 100 to 200 cd/m² at 6500 K, at most 20 lx behind the screen, eyes 1 to 8 picture heights away.</source>
        <translation>권장: 흰색 100–200 cd/m²(6500 K), 화면 뒤 20 lx 이하, 눈과 화면의 거리는 사진 높이의 1–8배.</translation>
    </message>
    <message>
        <source>screen of unknown make</source>
        <translation>제조사를 알 수 없는 화면</translation>
    </message>
    <message>
        <source>scaling %1 %</source>
        <translation>배율 %1 %</translation>
    </message>
</context>
<context>
    <name>RaterPages</name>
    <message>
        <source>Welcome</source>
        <extracomment>A site has a thousand numbers, and there may be many sites.</extracomment>
        <translation>환영합니다</translation>
    </message>
    <message>
        <source>Is this your first time in this study?</source>
        <translation>이 연구에 처음 참여하십니까?</translation>
    </message>
    <message>
        <source>Your number</source>
        <translation>참가자 번호</translation>
    </message>
    <message>
        <source>Otherwise your number:</source>
        <translation>아니라면 참가자 번호:</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>나가기</translation>
    </message>
    <message>
        <source>Go on with my number</source>
        <translation>이 번호로 계속</translation>
    </message>
    <message>
        <source>I am new here</source>
        <translation>처음입니다</translation>
    </message>
    <message>
        <source>Where is this computer?</source>
        <translation>이 컴퓨터는 어디에 있습니까?</translation>
    </message>
    <message>
        <source>The study is carried out in several places, and each gives out numbers of its own. The answer is kept on this computer.</source>
        <translation>이 연구는 여러 장소에서 진행되며 장소마다 번호를 따로 줍니다. 대답은 이 컴퓨터에 저장됩니다.</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Your consent</source>
        <translation>동의</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>버전 %1</translation>
    </message>
    <message>
        <source>I do not agree</source>
        <translation>동의하지 않습니다</translation>
    </message>
    <message>
        <source>I agree</source>
        <translation>동의합니다</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Take your time. The picture will be shown again.</source>
        <translation>천천히 쉬세요. 사진은 다시 표시됩니다.</translation>
    </message>
    <message>
        <source>Stop for today</source>
        <translation>오늘은 그만하기</translation>
    </message>
    <message>
        <source>Time for a break</source>
        <translation>쉬는 시간</translation>
    </message>
    <message>
        <source>Everything you rated is kept. Get up and look into the distance: tired eyes see less.</source>
        <translation>지금까지의 평가는 모두 저장되었습니다. 자리에서 일어나 먼 곳을 바라보세요. 눈이 피로하면 잘 보이지 않습니다.</translation>
    </message>
    <message>
        <source>You may go on.</source>
        <translation>이제 계속할 수 있습니다.</translation>
    </message>
    <message>
        <source>You may go on in %1.</source>
        <translation>%1 뒤에 계속할 수 있습니다.</translation>
    </message>
    <message>
        <source>Thank you</source>
        <translation>감사합니다</translation>
    </message>
    <message>
        <source>Until next time</source>
        <translation>다음에 뵙겠습니다</translation>
    </message>
    <message>
        <source>Nothing was stored</source>
        <translation>아무것도 저장하지 않았습니다</translation>
    </message>
    <message>
        <source>You did not agree, so nothing about you was written down.</source>
        <translation>동의하지 않으셨으므로 아무 정보도 기록하지 않았습니다.</translation>
    </message>
    <message>
        <source>You have rated every picture of this study.</source>
        <translation>이 연구의 모든 사진을 평가하셨습니다.</translation>
    </message>
    <message>
        <source>Everything you rated is kept. You can go on where you stopped.</source>
        <translation>지금까지의 평가는 모두 저장되었습니다. 멈춘 곳에서 이어서 할 수 있습니다.</translation>
    </message>
    <message>
        <source>This session took %1 minutes.</source>
        <translation>이번 평가에 %1분이 걸렸습니다.</translation>
    </message>
    <message>
        <source>Your name in this study: %1</source>
        <translation>이 연구에서 쓰는 이름: %1</translation>
    </message>
    <message>
        <source>To withdraw, now or later, tell this name to %1.</source>
        <translation>지금이든 나중이든 참여를 철회하려면 %1에게 이 이름을 알려 주세요.</translation>
    </message>
    <message>
        <source>the person who runs the study</source>
        <translation>연구 담당자</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>RatersTable</name>
    <message>
        <source>Raters</source>
        <translation>평가자</translation>
    </message>
    <message>
        <source>rater</source>
        <translation>평가자</translation>
    </message>
    <message>
        <source>rated</source>
        <translation>평가함</translation>
    </message>
    <message>
        <source>sessions</source>
        <translation>세션</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>분</translation>
    </message>
    <message>
        <source>last rating</source>
        <translation>마지막 평가</translation>
    </message>
    <message>
        <source>noticed</source>
        <translation>특이 사항</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>제외함</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>철회함</translation>
    </message>
</context>
<context>
    <name>Rating</name>
    <message>
        <source>first</source>
        <translation>첫 번째</translation>
    </message>
    <message>
        <source>second</source>
        <translation>두 번째</translation>
    </message>
    <message>
        <source>left</source>
        <translation>왼쪽</translation>
    </message>
    <message>
        <source>right</source>
        <translation>오른쪽</translation>
    </message>
    <message>
        <source>no difference</source>
        <translation>차이 없음</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>first picture</source>
        <translation>첫 번째 사진</translation>
    </message>
    <message>
        <source>second picture</source>
        <translation>두 번째 사진</translation>
    </message>
    <message>
        <source>Space bar: the other one</source>
        <translation>스페이스 바: 다른 사진</translation>
    </message>
    <message>
        <source>This picture is a %1 (%2). Press %1.</source>
        <translation>이 사진은 %1점(%2)입니다. %1 키를 누르세요.</translation>
    </message>
    <message>
        <source>This picture is a %1. Press %1.</source>
        <translation>이 사진은 %1점입니다. %1 키를 누르세요.</translation>
    </message>
    <message>
        <source>Image %1 of %2</source>
        <translation>사진 %1 / %2</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>연습</translation>
    </message>
    <message>
        <source>First a few pictures for practice, from the worst to the best you will see. Judge them as you would later; these ratings do not count.</source>
        <translation>먼저 연습용 사진 몇 장을 보여 드립니다. 가장 나쁜 것부터 가장 좋은 것까지 들어 있습니다. 실제와 같이 평가해 주세요. 이 평가는 집계되지 않습니다.</translation>
    </message>
    <message>
        <source>The ends of the scale</source>
        <translation>척도의 양 끝</translation>
    </message>
    <message>
        <source>Now some pictures whose rating is told below them. Look at each, then press the key that is named.</source>
        <translation>이제 점수를 아래에 알려 주는 사진이 나옵니다. 사진을 잘 보고, 알려 준 키를 누르세요.</translation>
    </message>
    <message>
        <source>Now the test begins</source>
        <translation>이제 평가를 시작합니다</translation>
    </message>
    <message>
        <source>From here on every rating counts. There is no right or wrong: your first impression is what we ask for.</source>
        <translation>지금부터의 평가는 모두 집계됩니다. 맞고 틀린 답은 없으니 첫인상대로 평가해 주세요.</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>평가 방법</translation>
    </message>
</context>
<context>
    <name>RatingWindow</name>
    <message>
        <source>Rating</source>
        <extracomment>What a test of the screen ends with where it may be rated on.</extracomment>
        <translation>평가</translation>
    </message>
    <message>
        <source>Checking the pictures…</source>
        <translation>사진을 확인하는 중…</translation>
    </message>
    <message>
        <source>This screen cannot be used</source>
        <translation>이 화면은 사용할 수 없습니다</translation>
    </message>
    <message>
        <source>The screen has changed. It will be tested before you go on.</source>
        <translation>화면이 바뀌었습니다. 계속하기 전에 화면을 다시 검사합니다.</translation>
    </message>
    <message>
        <source>The last rating could not be stored. Please call the person who runs the study.

%1</source>
        <translation>마지막 평가를 저장하지 못했습니다. 연구 담당자를 불러 주세요.

%1</translation>
    </message>
    <message>
        <source>Keep it in a file and stop</source>
        <translation>파일에 보관하고 중지</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Please wait</source>
        <translation>잠시 기다려 주세요</translation>
    </message>
    <message>
        <source>The last rating is kept: stored, or else in the study&apos;s journal folder.</source>
        <translation>마지막 평점은 보관되었습니다. 저장되었거나, 아니면 연구의 journal 폴더에 있습니다.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>This does not work</source>
        <translation>계속할 수 없습니다</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>Readings</name>
    <message>
        <source>Analysing…</source>
        <extracomment>The report that is being written, None if none is.</extracomment>
        <translation>분석하는 중…</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>%1에 저장했습니다</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>결과</translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>Reason</source>
        <translation>이유</translation>
    </message>
    <message>
        <source>Reason; it is kept with the study</source>
        <translation>이유 (연구에 기록됩니다)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>ReferencesStep</name>
    <message>
        <source>Sets</source>
        <translation>세트</translation>
    </message>
    <message>
        <source>set</source>
        <extracomment>Fewer references in a set allow no statement about images in general.</extracomment>
        <translation>세트</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>사진 수</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>폴더 추가…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message>
        <source>High-resolution originals, one folder a set. Drop folders anywhere here. Low resolution is made from them the MATLAB way.</source>
        <translation>고해상도 원본을 세트마다 한 폴더에 두세요. 폴더를 여기에 놓아도 됩니다. 저해상도 사진은 MATLAB 방식으로 만듭니다.</translation>
    </message>
    <message>
        <source>There are no pictures in %1.</source>
        <translation>%1에 사진이 없습니다.</translation>
    </message>
    <message>
        <source>Add a folder of pictures.</source>
        <translation>사진 폴더를 추가하세요.</translation>
    </message>
    <message>
        <source>Give every set a name of its own.</source>
        <translation>세트마다 다른 이름을 붙이세요.</translation>
    </message>
    <message>
        <source>Fewer than 6 pictures allow no statement about images in general: %1.</source>
        <translation>사진이 6장보다 적으면 사진 일반에 대해 말할 수 없습니다: %1.</translation>
    </message>
</context>
<context>
    <name>ResultsView</name>
    <message>
        <source>Results</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Back to the raters</source>
        <translation>평가자 목록으로</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Open report</source>
        <translation>보고서 열기</translation>
    </message>
    <message>
        <source>Writes one HTML page with tables as CSV and LaTeX.</source>
        <translation>HTML 한 쪽과 CSV·LaTeX 표를 저장합니다.</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>요약</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>점수</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>쌍별 비교</translation>
    </message>
    <message>
        <source>Drawing…</source>
        <translation>그리는 중…</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Raters</source>
        <translation>평가자</translation>
    </message>
    <message>
        <source>Reliability and power</source>
        <translation>신뢰도와 검정력</translation>
    </message>
    <message>
        <source>Writing… %1 %</source>
        <translation>작성 중… %1 %</translation>
    </message>
</context>
<context>
    <name>ScreenCheck</name>
    <message>
        <source>Test of the screen</source>
        <extracomment>A screen shows what was painted only after a frame or two, so a first look may come too soon.</extracomment>
        <translation>화면 검사</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>no</source>
        <translation>아니요</translation>
    </message>
    <message>
        <source>Is the left square one even grey, without stripes or blocks?</source>
        <translation>왼쪽 사각형이 줄무늬나 얼룩 없이 고른 회색으로 보입니까?</translation>
    </message>
    <message>
        <source>The screen does not show pixels as they are: something scales or changes the picture. Switch off scaling, magnifiers and colour filters, then start again.</source>
        <translation>화면이 픽셀을 있는 그대로 보여 주지 않습니다. 무언가가 화면을 확대하거나 바꾸고 있습니다. 화면 배율, 돋보기, 색상 필터를 끄고 다시 시작하세요.</translation>
    </message>
</context>
<context>
    <name>StartWindow</name>
    <message>
        <source>Rating</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>This does not work</source>
        <translation>계속할 수 없습니다</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
</context>
<context>
    <name>StudyEvents</name>
    <message>
        <source>the first rater enrolled</source>
        <translation>첫 평가자가 등록함</translation>
    </message>
    <message>
        <source>imported ratings</source>
        <translation>가져온 평점</translation>
    </message>
    <message>
        <source>imported ratings were never blind to this program</source>
        <translation>가져온 평점은 이 프로그램에 가려진 적이 없음</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>모의 평가</translation>
    </message>
    <message>
        <source>analysis</source>
        <translation>분석</translation>
    </message>
</context>
<context>
    <name>StudyPage</name>
    <message>
        <source>The study is being built; it would have to be built again.</source>
        <extracomment>How often the database is read while somebody rates.</extracomment>
        <translation>연구를 생성하는 중입니다. 닫으면 다시 생성해야 합니다.</translation>
    </message>
    <message>
        <source>%1 of %2 raters complete</source>
        <translation>평가자 %2명 중 %1명 완료</translation>
    </message>
    <message>
        <source>not begun</source>
        <translation>시작 전</translation>
    </message>
    <message>
        <source>open</source>
        <translation>진행 중</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>마감</translation>
    </message>
    <message>
        <source>unblinded</source>
        <translation>눈가림 해제</translation>
    </message>
    <message>
        <source>There is no study in %1.</source>
        <translation>%1에 연구가 없습니다.</translation>
    </message>
    <message>
        <source>A study folder holds study.toml or study.sqlite.</source>
        <translation>연구 폴더에는 study.toml 또는 study.sqlite가 있습니다.</translation>
    </message>
    <message>
        <source>Another study is being built.</source>
        <translation>다른 연구를 생성하는 중입니다.</translation>
    </message>
    <message>
        <source>The study is built and frozen.</source>
        <translation>연구를 생성하고 확정했습니다.</translation>
    </message>
    <message>
        <source>The study is as it was before.</source>
        <translation>연구는 이전 그대로입니다.</translation>
    </message>
    <message>
        <source>Somebody is rating already.</source>
        <translation>이미 평가가 진행 중입니다.</translation>
    </message>
    <message>
        <source>Nothing is lost.</source>
        <translation>사라진 것은 없습니다.</translation>
    </message>
    <message>
        <source>Every rating that was given is kept.</source>
        <translation>입력한 평가는 모두 저장되어 있습니다.</translation>
    </message>
    <message>
        <source>The study is as it was.</source>
        <translation>연구는 그대로입니다.</translation>
    </message>
    <message>
        <source>Another study…</source>
        <translation>다른 연구…</translation>
    </message>
    <message>
        <source>Leave this study and open or make another one.</source>
        <translation>이 연구를 닫고 다른 연구를 열거나 만듭니다.</translation>
    </message>
</context>
<context>
    <name>StudyProblems</name>
    <message>
        <source>%1 needs exactly one hidden reference, there are %2</source>
        <extracomment>As in ``sr_studio/studies/definition`` and ``planning``, which know no Qt; here they are offered to translators.</extracomment>
        <translation>%1에는 hidden_reference가 정확히 하나 필요한데 %2개 있습니다</translation>
    </message>
    <message>
        <source>of two pictures in one place both cannot be seen within one exposure</source>
        <translation>한자리에 번갈아 보이는 두 사진은 제한된 시간 안에 모두 볼 수 없습니다</translation>
    </message>
    <message>
        <source>Leave exposure_ms out, or show the two side by side.</source>
        <translation>exposure_ms를 빼거나 두 사진을 나란히 보이세요.</translation>
    </message>
    <message>
        <source>there is no consent text</source>
        <translation>동의 문구가 없습니다</translation>
    </message>
    <message>
        <source>Name one, or say why there is none: consent_waived = &quot;reason&quot;.</source>
        <translation>동의 문구를 지정하거나 없는 이유를 적으세요: consent_waived = &quot;이유&quot;.</translation>
    </message>
    <message>
        <source>Studies with more scores can be imported: sr-studio study import --scale.</source>
        <translation>점수가 더 많은 연구는 가져올 수 있습니다: sr-studio study import --scale.</translation>
    </message>
    <message>
        <source>%1 scores; the rater&apos;s window has room for %2 keys</source>
        <translation>점수가 %1개인데 평가 화면에는 키 %2개가 들어갑니다</translation>
    </message>
    <message>
        <source>give either files, or reference_file together with systems</source>
        <translation>files만 쓰거나 reference_file과 systems를 함께 쓰세요</translation>
    </message>
    <message>
        <source>a degradation is judged beside its original: give reference_file too</source>
        <translation>열화 평가는 원본과 나란히 보고 합니다. reference_file도 적으세요</translation>
    </message>
    <message>
        <source>a comparison needs two versions of a picture</source>
        <translation>비교하려면 한 사진의 두 가지 버전이 필요합니다</translation>
    </message>
    <message>
        <source>nearly everybody will give the low anchor the same score</source>
        <translation>거의 모든 사람이 low_anchor에 같은 점수를 줄 것입니다</translation>
    </message>
    <message>
        <source>%1 training pictures</source>
        <translation>연습 사진 %1장</translation>
    </message>
    <message>
        <source>no primary contrast is declared; the study cannot be built without one</source>
        <translation>주 대비가 선언되어 있지 않습니다. 주 대비 없이는 연구를 생성할 수 없습니다</translation>
    </message>
    <message>
        <source>%1 raters are planned, and there are %2 numbers for them</source>
        <translation>평가자 %1명이 계획되어 있지만 번호는 %2개입니다</translation>
    </message>
    <message>
        <source>Give the sites more numbers: nobody is enrolled beyond the last.</source>
        <translation>사이트에 번호를 더 주십시오. 마지막 번호 뒤로는 아무도 등록되지 않습니다.</translation>
    </message>
    <message>
        <source>%1 still says %2</source>
        <translation>%1에 아직 %2이(가) 남아 있습니다</translation>
    </message>
    <message>
        <source>Write there what is true of your study; raters read it as it stands.</source>
        <translation>이 연구에 맞는 내용으로 바꾸세요. 평가자는 쓰인 그대로 읽습니다.</translation>
    </message>
    <message>
        <source>the %1 %2 is there more than once</source>
        <translation>%1 %2이(가) 두 번 이상 있습니다</translation>
    </message>
    <message>
        <source>Say where its pictures are (files) or what makes them (method).</source>
        <translation>사진이 있는 곳(files)이나 만드는 방법(method)을 적으세요.</translation>
    </message>
    <message>
        <source>there is no other system %1</source>
        <translation>다른 시스템 %1이(가) 없습니다</translation>
    </message>
    <message>
        <source>%1 of %2 pictures are missing: %3</source>
        <translation>사진 %2장 중 %1장이 없습니다: %3</translation>
    </message>
    <message>
        <source>Expected scores are for low_anchor and hidden_reference.</source>
        <translation>기대 점수는 low_anchor와 hidden_reference에만 씁니다.</translation>
    </message>
    <message>
        <source>%1 reaches beyond the scale from %2 to %3</source>
        <translation>%1이(가) %2–%3 척도를 벗어납니다</translation>
    </message>
    <message>
        <source>it is %1, but scores are %2</source>
        <translation>%1인데 점수는 %2입니다</translation>
    </message>
    <message>
        <source>give either the picture (system_files) or the system that makes it</source>
        <translation>사진(system_files)이나 그것을 만드는 시스템 중 하나만 적으세요</translation>
    </message>
    <message>
        <source>Set mode = &quot;blocks&quot;, or leave this out.</source>
        <translation>mode = &quot;blocks&quot;로 하거나 이 항목을 빼세요.</translation>
    </message>
    <message>
        <source>%1 has %2 references: no statement about images in general</source>
        <translation>%1의 원본 사진이 %2장이라 사진 일반에 대해 말할 수 없습니다</translation>
    </message>
    <message>
        <source>the result is informal</source>
        <translation>결과는 비공식입니다</translation>
    </message>
    <message>
        <source>24 are usual in a controlled room</source>
        <translation>통제된 방에서는 보통 24명입니다</translation>
    </message>
    <message>
        <source>fewer than two systems besides the hidden reference</source>
        <translation>hidden_reference를 빼면 시스템이 두 개보다 적습니다</translation>
    </message>
    <message>
        <source>all told scores are the same</source>
        <translation>알려 주는 점수가 모두 같습니다</translation>
    </message>
    <message>
        <source>%1 is no system that makes pictures</source>
        <translation>%1은(는) 사진을 만드는 시스템이 아닙니다</translation>
    </message>
    <message>
        <source>there is no file %1</source>
        <translation>파일 %1이(가) 없습니다</translation>
    </message>
    <message>
        <source>Correct the path.</source>
        <translation>경로를 고치세요.</translation>
    </message>
    <message>
        <source>%1: %2 is not between 2 and its %3 references</source>
        <translation>%1: %2은(는) 2와 원본 사진 수 %3 사이에 있지 않습니다</translation>
    </message>
    <message>
        <source>a second site %1</source>
        <translation>장소 %1이(가) 두 번 있습니다</translation>
    </message>
    <message>
        <source>its numbers overlap with those of %1</source>
        <translation>번호가 %1의 번호와 겹칩니다</translation>
    </message>
    <message>
        <source>Its intervals will look narrower than they are.</source>
        <translation>구간이 실제보다 좁아 보일 것입니다.</translation>
    </message>
    <message>
        <source>Five or more over the whole range are usual.</source>
        <translation>보통 전체 범위에 걸쳐 다섯 장 이상 씁니다.</translation>
    </message>
    <message>
        <source>%1 raters: %2</source>
        <translation>평가자 %1명: %2</translation>
    </message>
    <message>
        <source>Add primary = [[&quot;system&quot;, &quot;system&quot;, &quot;set&quot;]].</source>
        <translation>primary = [[&quot;시스템&quot;, &quot;시스템&quot;, &quot;세트&quot;]]를 추가하세요.</translation>
    </message>
    <message>
        <source>two labels are the same</source>
        <translation>같은 이름표가 두 개 있습니다</translation>
    </message>
    <message>
        <source>%1 labels for %2 scores</source>
        <translation>점수 %2개에 이름표가 %1개입니다</translation>
    </message>
    <message>
        <source>%1 is empty</source>
        <translation>%1이(가) 비어 있습니다</translation>
    </message>
    <message>
        <source>%1 cannot be read</source>
        <translation>%1을(를) 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>%1 is not UTF-8</source>
        <translation>%1이(가) UTF-8이 아닙니다</translation>
    </message>
    <message>
        <source>a second %1</source>
        <translation>%1이(가) 두 번 있습니다</translation>
    </message>
    <message>
        <source>both files and a method</source>
        <translation>files와 method가 모두 있습니다</translation>
    </message>
    <message>
        <source>Keep one of the two.</source>
        <translation>둘 중 하나만 남기세요.</translation>
    </message>
    <message>
        <source>neither files nor a method</source>
        <translation>files도 method도 없습니다</translation>
    </message>
    <message>
        <source>detail without a method</source>
        <translation>method 없이 detail이 있습니다</translation>
    </message>
    <message>
        <source>%1 is no anchor</source>
        <translation>%1은(는) 기준 항목이 아닙니다</translation>
    </message>
    <message>
        <source>See the guide for the forms of a training item.</source>
        <translation>연습 항목의 형식은 안내서를 보세요.</translation>
    </message>
    <message>
        <source>it is given for mode complete</source>
        <translation>mode가 complete인데 주어졌습니다</translation>
    </message>
    <message>
        <source>the set %1 is missing</source>
        <translation>세트 %1이(가) 빠져 있습니다</translation>
    </message>
    <message>
        <source>there is no set %1</source>
        <translation>세트 %1이(가) 없습니다</translation>
    </message>
    <message>
        <source>the range of numbers ends before it begins</source>
        <translation>번호 범위의 끝이 시작보다 앞섭니다</translation>
    </message>
    <message>
        <source>%1 is compared with itself</source>
        <translation>%1을(를) 자기 자신과 비교합니다</translation>
    </message>
    <message>
        <source>Add references, six at least.</source>
        <translation>원본 사진을 여섯 장 이상으로 늘리세요.</translation>
    </message>
    <message>
        <source>%1 has one system only</source>
        <translation>%1에 시스템이 하나뿐입니다</translation>
    </message>
    <message>
        <source>Nothing to compare.</source>
        <translation>비교할 것이 없습니다.</translation>
    </message>
    <message>
        <source>%1 has ready pictures and makes none</source>
        <translation>%1에는 준비된 사진이 있어 새로 만들지 않습니다</translation>
    </message>
    <message>
        <source>Name systems with a method.</source>
        <translation>method가 있는 시스템을 적으세요.</translation>
    </message>
    <message>
        <source>there is no system %1 in %2</source>
        <translation>%2에 시스템 %1이(가) 없습니다</translation>
    </message>
    <message>
        <source>there is no system %1</source>
        <translation>시스템 %1이(가) 없습니다</translation>
    </message>
    <message>
        <source>Name the picture with system_files.</source>
        <translation>system_files로 사진을 지정하세요.</translation>
    </message>
    <message>
        <source>there are no pictures in %1</source>
        <translation>%1에 사진이 없습니다</translation>
    </message>
    <message>
        <source>a set cannot be called %1</source>
        <translation>세트 이름으로 %1을(를) 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>the id %1 is there %2 times</source>
        <translation>id %1이(가) %2번 있습니다</translation>
    </message>
    <message>
        <source>there is no reference picture</source>
        <translation>원본 사진이 없습니다</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>다른 이름을 고르세요.</translation>
    </message>
    <message>
        <source>the study has %1 mistakes, nothing was changed</source>
        <translation>연구에 잘못이 %1개 있어 아무것도 바꾸지 않았습니다</translation>
    </message>
    <message>
        <source>the study has a mistake, nothing was changed</source>
        <translation>연구에 잘못이 있어 아무것도 바꾸지 않았습니다</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>%1행</translation>
    </message>
    <message>
        <source>numbers from %1 to %2 in steps of %3</source>
        <translation>%1부터 %2까지 %3 간격의 수</translation>
    </message>
    <message>
        <source>whole numbers from %1 to %2</source>
        <translation>%1부터 %2까지의 정수</translation>
    </message>
    <message>
        <source>a rater needs %1 sessions, %2 minutes in all</source>
        <translation>평가자 한 명에게 세션 %1회, 모두 %2분이 필요합니다</translation>
    </message>
    <message>
        <source>Fewer raters would come to the end; mode = &quot;blocks&quot; shares the references out.</source>
        <translation>끝까지 하는 평가자가 줄어듭니다. mode = &quot;blocks&quot;로 하면 원본 사진을 나누어 맡습니다.</translation>
    </message>
    <message>
        <source>Make a study with: %1.</source>
        <translation>연구를 만들려면: %1.</translation>
    </message>
    <message>
        <source>byte %1 is not UTF-8</source>
        <translation>바이트 %1이(가) UTF-8이 아닙니다</translation>
    </message>
    <message>
        <source>not valid TOML: %1</source>
        <translation>올바른 TOML이 아닙니다: %1</translation>
    </message>
    <message>
        <source>this field is unknown</source>
        <translation>알 수 없는 항목입니다</translation>
    </message>
    <message>
        <source>%1 (here %2)</source>
        <translation>%1 (여기서는 %2)</translation>
    </message>
    <message>
        <source>it is missing</source>
        <translation>빠져 있습니다</translation>
    </message>
    <message>
        <source>there is no %1</source>
        <translation>%1이(가) 없습니다</translation>
    </message>
    <message>
        <source>Save the file as UTF-8.</source>
        <translation>파일을 UTF-8로 저장하세요.</translation>
    </message>
    <message>
        <source>no legal order was found for rater %1 in %2 tries</source>
        <translation>평가자 %1에게 맞는 순서를 %2번 시도해도 찾지 못했습니다</translation>
    </message>
    <message>
        <source>Add references, or raise order.max_system_run.</source>
        <translation>원본 사진을 늘리거나 order.max_system_run을 올리세요.</translation>
    </message>
    <message>
        <source>only %1 of %2 repeats fit %3 presentations after their originals in a stream of %4</source>
        <translation>제시 %4번 안에 반복 %2개 중 %1개만 처음 제시 뒤 %3번 이상 떨어뜨려 넣을 수 있습니다</translation>
    </message>
    <message>
        <source>Lower repeats.share, repeats.min_count or repeats.min_gap.</source>
        <translation>repeats.share, repeats.min_count, repeats.min_gap 중 하나를 낮추세요.</translation>
    </message>
    <message>
        <source>Write it as TOML: key = value, text in quotes, true or false.</source>
        <extracomment>What to do about it, by ``REMEDIES`` of ``definition/problems.py``.</extracomment>
        <translation>TOML로 적으세요: 키 = 값, 글자는 따옴표 안에, true 또는 false.</translation>
    </message>
    <message>
        <source>Let `study new` make the id; a changed study needs a new one.</source>
        <translation>id는 `study new`로 만드세요. 바뀐 연구에는 새 id가 필요합니다.</translation>
    </message>
    <message>
        <source>Give a title of 1 to 120 characters; contact and ethics are text, version a number.</source>
        <translation>제목은 1–120자로 적으세요. contact와 ethics는 글자, version은 숫자입니다.</translation>
    </message>
    <message>
        <source>Use one of none, srgan-2017, acr-hr, dcr, pair, demo.</source>
        <translation>none, srgan-2017, acr-hr, dcr, pair, demo 중 하나를 쓰세요.</translation>
    </message>
    <message>
        <source>Use acr, acr_hr, dcr or pc; acr_hr and dcr need exactly one system with role = &quot;hidden_reference&quot;.</source>
        <translation>acr, acr_hr, dcr, pc 중 하나를 쓰세요. acr_hr와 dcr에는 role = &quot;hidden_reference&quot;인 시스템이 정확히 하나 필요합니다.</translation>
    </message>
    <message>
        <source>Let `study new` make the seed: 64 hexadecimal digits in lower case.</source>
        <translation>시드는 `study new`로 만드세요. 소문자 16진수 64자리입니다.</translation>
    </message>
    <message>
        <source>Give 2 to 11 scores in equal steps, and every score a label of its own, lowest first.</source>
        <translation>간격이 같은 점수를 2–11개 적고, 점수마다 서로 다른 이름표를 낮은 것부터 적으세요.</translation>
    </message>
    <message>
        <source>Name a UTF-8 text file that is not empty, beside study.toml.</source>
        <translation>study.toml 옆에 있는, 비어 있지 않은 UTF-8 텍스트 파일을 지정하세요.</translation>
    </message>
    <message>
        <source>Remove it, or correct its spelling.</source>
        <translation>지우거나 철자를 고치세요.</translation>
    </message>
    <message>
        <source>Correct the value.</source>
        <translation>값을 고치세요.</translation>
    </message>
    <message>
        <source>Give every reference an id of its own, of a-z, 0-9, _ and -.</source>
        <translation>원본 사진마다 서로 다른 id를 a-z, 0-9, _, -로 적으세요.</translation>
    </message>
    <message>
        <source>Name a picture that can be read.</source>
        <translation>읽을 수 있는 사진을 지정하세요.</translation>
    </message>
    <message>
        <source>Give every system an id and a name of its own; 1 to 40 systems.</source>
        <translation>시스템마다 서로 다른 id와 이름을 적으세요. 시스템은 1–40개입니다.</translation>
    </message>
    <message>
        <source>Add systems: at least two besides the hidden reference.</source>
        <translation>시스템을 추가하세요. hidden_reference 말고 두 개 이상 필요합니다.</translation>
    </message>
    <message>
        <source>Keep one hidden_reference and one low_anchor at most.</source>
        <translation>hidden_reference와 low_anchor는 하나씩만 두세요.</translation>
    </message>
    <message>
        <source>Add the pictures, correct the pattern, or list in `sets` where the system is shown.</source>
        <translation>사진을 추가하거나 패턴을 고치거나, 시스템을 보일 세트를 `sets`에 적으세요.</translation>
    </message>
    <message>
        <source>Declare `duplicate_of` if this is meant, otherwise correct the files.</source>
        <translation>의도한 것이면 `duplicate_of`를 선언하고, 아니면 파일을 고치세요.</translation>
    </message>
    <message>
        <source>Crop less: border and size at least 0, multiple at least 1.</source>
        <translation>덜 잘라내세요. border와 size는 0 이상, multiple은 1 이상입니다.</translation>
    </message>
    <message>
        <source>Crop the pictures, lower the zoom, or ask for a larger screen.</source>
        <translation>사진을 잘라내거나 배율을 낮추거나 더 큰 화면을 요구하세요.</translation>
    </message>
    <message>
        <source>Use background 0-255, gap_ms 0-5000, min_view_ms 0-10000 and no shorter exposure.</source>
        <translation>background는 0-255, gap_ms는 0-5000, min_view_ms는 0-10000으로 하고 노출은 그보다 짧지 않게 하세요.</translation>
    </message>
    <message>
        <source>Give scores of the study&apos;s scale, at least two different ones, and the picture shown.</source>
        <translation>연구의 척도에 있는 점수를 두 가지 이상 적고 보일 사진을 지정하세요.</translation>
    </message>
    <message>
        <source>Use contents for training and calibration that are not in the test.</source>
        <translation>연습과 보정에는 본 평가에 없는 내용을 쓰세요.</translation>
    </message>
    <message>
        <source>Use 0 to 20 and the pool test or training.</source>
        <translation>0–20과 pool은 test 또는 training을 쓰세요.</translation>
    </message>
    <message>
        <source>Give ranges inside the scale and a share of at most 0.5.</source>
        <translation>범위는 척도 안으로, 비율은 0.5 이하로 적으세요.</translation>
    </message>
    <message>
        <source>Lower share, min_count or min_gap so that the repeats fit.</source>
        <translation>반복이 들어갈 수 있게 share, min_count, min_gap 중 하나를 낮추세요.</translation>
    </message>
    <message>
        <source>Give for each set how many references a rater sees: 2 up to all of them.</source>
        <translation>세트마다 평가자가 볼 원본 사진 수를 2부터 전체까지로 적으세요.</translation>
    </message>
    <message>
        <source>Use 5 to 30 minutes a session.</source>
        <translation>세션은 5–30분으로 하세요.</translation>
    </message>
    <message>
        <source>Add references, raise max_system_run or leave out the repeats.</source>
        <translation>원본 사진을 늘리거나 max_system_run을 올리거나 반복을 빼세요.</translation>
    </message>
    <message>
        <source>Give every site a range of numbers of its own.</source>
        <translation>장소마다 서로 다른 번호 범위를 적으세요.</translation>
    </message>
    <message>
        <source>Choose from age_band, vision_test, correction, colour_vision, expertise.</source>
        <translation>age_band, vision_test, correction, colour_vision, expertise 중에서 고르세요.</translation>
    </message>
    <message>
        <source>Add a primary contrast: primary = [[system, system, set]].</source>
        <translation>주 대비를 추가하세요: primary = [[시스템, 시스템, 세트]].</translation>
    </message>
    <message>
        <source>Name systems and a set of this study.</source>
        <translation>이 연구의 시스템과 세트를 적으세요.</translation>
    </message>
    <message>
        <source>Use 0 &lt; alpha &lt; 0.5, a positive bound, bootstrap of at least 1000.</source>
        <translation>0 &lt; alpha &lt; 0.5, 양수인 한계, 1000 이상의 bootstrap을 쓰세요.</translation>
    </message>
    <message>
        <source>Use stop = { raters = 26 } or stop = { halfwidth = 0.1 }.</source>
        <translation>stop = { raters = 26 } 또는 stop = { halfwidth = 0.1 }을 쓰세요.</translation>
    </message>
    <message>
        <source>Correct the threshold; leaving it out takes the default.</source>
        <translation>문턱값을 고치세요. 빼면 기본값을 씁니다.</translation>
    </message>
    <message>
        <source>See the guide for the values of this section.</source>
        <translation>이 절의 값은 안내서를 보세요.</translation>
    </message>
    <message>
        <source>Use a scale from 2 to 8, and uint8 or double.</source>
        <translation>배율은 2–8, uint8 또는 double을 쓰세요.</translation>
    </message>
    <message>
        <source>Name a folder with pictures, or list the references one by one.</source>
        <translation>사진이 있는 폴더를 지정하거나 원본 사진을 하나씩 적으세요.</translation>
    </message>
    <message>
        <source>Save it with 8 bits a channel, grey or RGB.</source>
        <translation>채널당 8비트의 회색조나 RGB로 저장하세요.</translation>
    </message>
    <message>
        <source>Save it without transparency.</source>
        <translation>투명도 없이 저장하세요.</translation>
    </message>
    <message>
        <source>Convert it to sRGB.</source>
        <translation>sRGB로 변환하세요.</translation>
    </message>
    <message>
        <source>Save it upright, without a rotation in its EXIF data.</source>
        <translation>EXIF에 회전 정보 없이 바로 세워 저장하세요.</translation>
    </message>
    <message>
        <source>All versions of a reference must have one size after cropping.</source>
        <translation>한 원본 사진의 모든 버전은 잘라낸 뒤 크기가 같아야 합니다.</translation>
    </message>
    <message>
        <source>Save a single picture.</source>
        <translation>사진 한 장만 저장하세요.</translation>
    </message>
    <message>
        <source>Save it again with a program that writes valid files.</source>
        <translation>올바른 파일을 쓰는 프로그램으로 다시 저장하세요.</translation>
    </message>
</context>
<context>
    <name>StudyResults</name>
    <message>
        <source>crossed test (images like these)</source>
        <translation>교차 검정(비슷한 사진들)</translation>
    </message>
    <message>
        <source>Wilcoxon over rater means (these images)</source>
        <translation>평가자 평균에 대한 윌콕슨 검정(이 사진들)</translation>
    </message>
    <message>
        <source>%1: strength</source>
        <translation>%1: 세기</translation>
    </message>
    <message>
        <source>JOD: at a distance of 1, three in four prefer the better one</source>
        <translation>JOD: 거리가 1이면 넷 중 셋이 더 나은 쪽을 고릅니다</translation>
    </message>
    <message>
        <source>wins, row over column</source>
        <translation>승리 수(행이 열을 이김)</translation>
    </message>
    <message>
        <source>%1: row minus column, MOS points</source>
        <translation>%1: 행 − 열, MOS 점수</translation>
    </message>
    <message>
        <source>no common scale:
some systems always won</source>
        <translation>공통 척도 없음:
늘 이긴 시스템이 있음</translation>
    </message>
    <message>
        <source>framed and bold: Holm-adjusted p &lt; %1, %2</source>
        <translation>테두리와 굵은 글씨: 홀름 보정 p &lt; %1, %2</translation>
    </message>
    <message>
        <source>%1 images: too few to speak of images in general</source>
        <translation>사진 %1장: 사진 일반에 대해 말하기에는 너무 적음</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1–%2</translation>
    </message>
    <message>
        <source>n = %1 ratings a system</source>
        <translation>시스템당 평점 n = %1개</translation>
    </message>
    <message>
        <source>true difference</source>
        <translation>실제 차이</translation>
    </message>
    <message>
        <source>share of a system&apos;s ratings</source>
        <translation>시스템이 받은 평점의 비율</translation>
    </message>
    <message>
        <source>floor of the subject model</source>
        <translation>하한 (평가자 모형)</translation>
    </message>
    <message>
        <source>bias, points above (+) or below (−) the panel</source>
        <translation>편향: 평가단보다 높은(+) 또는 낮은(−) 점수</translation>
    </message>
    <message>
        <source>inconsistency, points</source>
        <translation>비일관성(점)</translation>
    </message>
    <message>
        <source>Raters</source>
        <translation>평가자</translation>
    </message>
    <message>
        <source>raters</source>
        <translation>평가자 수</translation>
    </message>
    <message>
        <source>power of the crossed test</source>
        <translation>교차 검정의 검정력</translation>
    </message>
    <message>
        <source>%1: %2 images, α = %3</source>
        <translation>%1: 사진 %2장, α = %3</translation>
    </message>
    <message>
        <source>flagged by screening</source>
        <translation>선별에서 표시됨</translation>
    </message>
    <message>
        <source>%1 raters</source>
        <translation>평가자 %1명</translation>
    </message>
    <message>
        <source>mean rank, 1 = best</source>
        <translation>평균 순위(1 = 최고)</translation>
    </message>
    <message>
        <source>images like these (raters and images random)</source>
        <translation>비슷한 사진들(평가자와 사진이 무작위)</translation>
    </message>
    <message>
        <source>these images (raters random)</source>
        <translation>이 사진들(평가자가 무작위)</translation>
    </message>
    <message>
        <source>critical difference %1 (α = %2)</source>
        <translation>임계 차이 %1 (α = %2)</translation>
    </message>
    <message>
        <source>%1: mean ranks over %2 raters</source>
        <translation>%1: 평가자 %2명의 평균 순위</translation>
    </message>
    <message>
        <source>%1: MOS by image (dots) against the set&apos;s mean (line)</source>
        <translation>%1: 사진별 MOS(점)와 세트 평균(선)</translation>
    </message>
    <message>
        <source>%1, %2 interval</source>
        <translation>%1, %2 구간</translation>
    </message>
    <message>
        <source>no rater rated every system of an image</source>
        <translation>한 사진의 모든 시스템을 평가한 사람이 없음</translation>
    </message>
    <message>
        <source>the %1 of %2 images that differ most from the set</source>
        <translation>사진 %2장 중 세트와 가장 다른 %1장</translation>
    </message>
    <message>
        <source>raters and images are samples</source>
        <translation>평가자와 사진이 표본</translation>
    </message>
    <message>
        <source>raters are a sample</source>
        <translation>평가자가 표본</translation>
    </message>
    <message>
        <source>Distribution of the scores on %1: colour is the share of a system&apos;s ratings, the red mark its mean.</source>
        <translation>%1의 점수 분포: 색은 시스템이 받은 평점의 비율, 빨간 표시는 평균입니다.</translation>
    </message>
    <message>
        <source>MOS with two %1 intervals: wide bars for these images (raters are a sample), thin bars for images like these (raters and images are samples). Overlap of intervals is no test.</source>
        <translation>MOS와 두 가지 %1 구간: 굵은 막대는 이 사진들(평가자가 표본), 가는 막대는 비슷한 사진들(평가자와 사진이 표본)입니다. 구간이 겹치는지는 검정이 아닙니다.</translation>
    </message>
    <message>
        <source>Mean rank of every system within (rater, image), 1 = best, ties averaged; bars: two-way bootstrap over raters and images.</source>
        <translation>(평가자, 사진)마다 매긴 순위의 시스템별 평균. 1이 최고이고 동점은 평균 순위로 합니다. 막대: 평가자와 사진에 대한 이원 부트스트랩.</translation>
    </message>
    <message>
        <source>Bias and inconsistency of the raters by the subject model.</source>
        <translation>평가자 모형으로 구한 평가자의 편향과 비일관성.</translation>
    </message>
    <message>
        <source>%1: mean ranks of rater means; bars join systems whose ranks differ by less than Nemenyi&apos;s critical difference. Holds for these images.</source>
        <translation>%1: 평가자 평균의 평균 순위. 막대는 순위 차이가 네메니이 임계 차이보다 작은 시스템을 잇습니다. 이 사진들에 해당합니다.</translation>
    </message>
    <message>
        <source>%1: MOS of every system by image (dots) against the set&apos;s mean (line).</source>
        <translation>%1: 시스템마다 사진별 MOS(점)를 세트 평균(선)과 견줍니다.</translation>
    </message>
    <message>
        <source>%1: strengths of the systems in just-objectionable differences with %2 intervals (wide: %3; thin: all comparisons taken as independent), and how often the row won over the column.</source>
        <translation>%1: 시스템의 세기(JOD)와 %2 구간(굵은 막대: %3, 가는 막대: 모든 비교를 독립으로 봄), 그리고 행이 열을 이긴 횟수.</translation>
    </message>
    <message>
        <source>%1: chance that the crossed test finds a true difference, against the number of raters; where a curve levels off, images are the limit.</source>
        <translation>%1: 평가자 수에 따라 교차 검정이 실제 차이를 찾아낼 확률. 곡선이 평평해지는 곳에서는 사진 수가 한계입니다.</translation>
    </message>
    <message>
        <source>%1: difference, row minus column; framed and bold where the declared test with Holm&apos;s correction shows a difference.</source>
        <translation>%1: 차이(행 − 열). 선언한 검정이 홀름 보정 뒤에도 차이를 보인 칸은 테두리와 굵은 글씨로 나타냅니다.</translation>
    </message>
    <message>
        <source>%1: difference, row minus column. %2 images are too few to speak of images in general, so nothing is framed.</source>
        <translation>%1: 차이(행 − 열). 사진 %2장은 사진 일반에 대해 말하기에 너무 적어 테두리를 두르지 않습니다.</translation>
    </message>
    <message>
        <source>too fast: %1 of the answers within %2 ms (flagged over %3)</source>
        <translation>너무 빠름: 응답의 %1이(가) %2 ms 안에 나옴(%3을(를) 넘으면 표시)</translation>
    </message>
    <message>
        <source>the same score %1 times running (flagged over %2)</source>
        <translation>같은 점수를 %1번 연속으로 줌(%2번을 넘으면 표시)</translation>
    </message>
    <message>
        <source>nearly always the same score: standard deviation %1 (flagged under %2)</source>
        <translation>거의 늘 같은 점수: 표준 편차 %1(%2보다 작으면 표시)</translation>
    </message>
    <message>
        <source>%1 of %2 watched showings outside the expected scores (a chance of %3 for who misses %4; flagged under %5)</source>
        <translation>확인용 제시 %2번 중 %1번이 기대 점수를 벗어남(%4을(를) 놓치는 사람이 이럴 확률 %3, %5보다 작으면 표시)</translation>
    </message>
    <message>
        <source>kept in files until the rater comes again or the study is closed: %1 ratings</source>
        <translation>평가자가 다시 오거나 연구를 마칠 때까지 파일에 보관: 평가 %1개</translation>
    </message>
    <message>
        <source>Session %1 was shown on a display with fractional scaling.</source>
        <translation>세션 %1을(를) 소수 배율 화면에서 보였습니다.</translation>
    </message>
    <message>
        <source>The self-test of session %1 failed.</source>
        <translation>세션 %1의 자체 검사가 실패했습니다.</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>응답</translation>
    </message>
    <message>
        <source>The left picture was chosen in %1 of %2 comparisons; without a habit that has a chance of %3.</source>
        <translation>비교 %2번 중 %1번 왼쪽 사진을 골랐습니다. 습관이 없다면 그럴 확률은 %3입니다.</translation>
    </message>
    <message>
        <source>%1 of the rater&apos;s ratings lie far from everybody else&apos;s (%2 above, %3 below): %4, more than %5 and on both sides.</source>
        <translation>평점 %1개가 다른 사람들과 크게 다릅니다(위로 %2개, 아래로 %3개). %4로 %5보다 많고 양쪽에 걸쳐 있습니다.</translation>
    </message>
    <message>
        <source>The ratings follow the panel&apos;s mean with r = %1, less than %2.</source>
        <translation>평점과 평가단 평균의 상관이 r = %1로, %2보다 작습니다.</translation>
    </message>
    <message>
        <source>The ratings follow the panel&apos;s mean with r = %1, less than the %2 that this panel&apos;s own spread asks for.</source>
        <translation>평점과 평가단 평균의 상관이 r = %1로, 이 평가단의 퍼짐으로 정한 %2보다 작습니다.</translation>
    </message>
    <message>
        <source>No variance: all ratings are equal, so they cannot be compared with others.</source>
        <translation>분산 없음: 평점이 모두 같아 다른 사람과 비교할 수 없습니다.</translation>
    </message>
    <message>
        <source>The ratings hardly differ (standard deviation %1, less than %2).</source>
        <translation>평점이 거의 다르지 않습니다(표준 편차 %1, %2보다 작음).</translation>
    </message>
    <message>
        <source>ratings</source>
        <translation>평점</translation>
    </message>
    <message>
        <source>%1 of the %2 came within %3 ms after a key was allowed, more than %4.</source>
        <translation>%2의 %1이(가) 키를 누를 수 있게 된 지 %3 ms 안에 나와 %4보다 많습니다.</translation>
    </message>
    <message>
        <source>%1 of %2 anchors were rated outside their range; a rater who misses %3 does so with a chance of %4.</source>
        <translation>기준 항목 %2개 중 %1개를 정해진 범위 밖으로 평가했습니다. %3을(를) 놓치는 평가자가 이럴 확률은 %4입니다.</translation>
    </message>
    <message>
        <source>%1 stimuli were rated twice and the two ratings agree with a weighted kappa of %2, less than %3.</source>
        <translation>자극 %1개를 두 번 평가했고, 두 평점의 가중 카파가 %2로 %3보다 작습니다.</translation>
    </message>
    <message>
        <source>%1 equal ratings in a row, more than %2.</source>
        <translation>같은 평점이 %1번 이어져 %2번보다 많습니다.</translation>
    </message>
    <message>
        <source>System means at even and odd positions agree with r = %1, less than %2.</source>
        <translation>짝수 위치와 홀수 위치의 시스템 평균의 상관이 r = %1로, %2보다 작습니다.</translation>
    </message>
    <message>
        <source>%1 of %2 choices are those of most other raters; of the others %3.</source>
        <translation>선택 %2개 중 %1개가 다른 평가자 다수와 같습니다. 다른 평가자들은 %3입니다.</translation>
    </message>
    <message>
        <source>%1 of %2 repeated comparisons got the same answer; of the others %3.</source>
        <translation>반복한 비교 %2개 중 %1개에 같은 답을 했습니다. 다른 평가자들은 %3입니다.</translation>
    </message>
    <message>
        <source>ICC(A,1), one rater</source>
        <extracomment>As in ``sr_studio/studies/report/`` and ``results/``, which know no Qt; here they are offered to translators.</extracomment>
        <translation>ICC(A,1), 평가자 한 명</translation>
    </message>
    <message>
        <source>ICC(A,k), the mean of all raters</source>
        <translation>ICC(A,k), 모든 평가자의 평균</translation>
    </message>
    <message>
        <source>Krippendorff&apos;s alpha, ordinal</source>
        <translation>크리펜도르프 알파(순서형)</translation>
    </message>
    <message>
        <source>split-half noise ceiling (Spearman–Brown)</source>
        <translation>반분 잡음 상한(스피어먼–브라운)</translation>
    </message>
    <message>
        <source>Raters: flags only, nobody is left out by a rule</source>
        <translation>평가자: 표시만 할 뿐, 규칙으로 제외하지 않습니다</translation>
    </message>
    <message>
        <source>Exclusion sensitivity: the crossed tests when other raters are left out</source>
        <translation>제외 민감도: 다른 평가자를 뺐을 때의 교차 검정</translation>
    </message>
    <message>
        <source>Exclusion sensitivity: the Wilcoxon tests when other raters are left out</source>
        <translation>제외 민감도: 다른 평가자를 뺐을 때의 윌콕슨 검정</translation>
    </message>
    <message>
        <source>Agreement of the raters</source>
        <translation>평가자 사이의 일치도</translation>
    </message>
    <message>
        <source>Hidden repeats</source>
        <translation>숨은 반복</translation>
    </message>
    <message>
        <source>What this study can find</source>
        <translation>이 연구가 찾아낼 수 있는 차이</translation>
    </message>
    <message>
        <source>rater</source>
        <translation>평가자</translation>
    </message>
    <message>
        <source>flags</source>
        <translation>표시</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>편향</translation>
    </message>
    <message>
        <source>inconsistency</source>
        <translation>비일관성</translation>
    </message>
    <message>
        <source>extreme ratings</source>
        <translation>극단적 평점</translation>
    </message>
    <message>
        <source>r with panel</source>
        <translation>평가단과의 r</translation>
    </message>
    <message>
        <source>comparisons</source>
        <translation>비교 수</translation>
    </message>
    <message>
        <source>left chosen</source>
        <translation>왼쪽 선택</translation>
    </message>
    <message>
        <source>as most others</source>
        <translation>다수와 같음</translation>
    </message>
    <message>
        <source>repeats the same</source>
        <translation>반복이 같음</translation>
    </message>
    <message>
        <source>too fast</source>
        <translation>너무 빠름</translation>
    </message>
    <message>
        <source>verdicts changed</source>
        <translation>바뀐 판정</translation>
    </message>
    <message>
        <source>primary contrast %1 %2</source>
        <translation>주 대비 %1 %2</translation>
    </message>
    <message>
        <source>with the excluded raters</source>
        <translation>제외된 평가자 포함</translation>
    </message>
    <message>
        <source>Exclusion sensitivity: the comparisons when other raters are left out</source>
        <translation>제외 민감도: 다른 평가자를 뺐을 때의 쌍 비교</translation>
    </message>
    <message>
        <source>which</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>interval</source>
        <translation>구간</translation>
    </message>
    <message>
        <source>repeats</source>
        <translation>반복</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>같음</translation>
    </message>
    <message>
        <source>mean difference</source>
        <translation>평균 차이</translation>
    </message>
    <message>
        <source>weighted kappa</source>
        <translation>가중 카파</translation>
    </message>
    <message>
        <source>p, first against second</source>
        <translation>p(첫 번째와 두 번째)</translation>
    </message>
    <message>
        <source>The last column is the question of the paper&apos;s pilot: a signed-rank test over raters.</source>
        <translation>마지막 열은 논문의 예비 실험에서 던진 물음입니다. 평가자에 대한 부호 순위 검정입니다.</translation>
    </message>
    <message>
        <source>same answer</source>
        <translation>같은 답</translation>
    </message>
    <message>
        <source>Half would be the same by guessing. The interval takes the repeats as independent.</source>
        <translation>찍어도 절반은 같습니다. 구간은 반복을 독립으로 봅니다.</translation>
    </message>
    <message>
        <source>power now</source>
        <translation>현재 검정력</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>%1에 필요한 수</translation>
    </message>
    <message>
        <source>From the observed variance components, crossed test, without correction unless said.</source>
        <translation>관측된 분산 성분으로 구한 교차 검정의 값이며, 따로 적지 않으면 보정하지 않았습니다.</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>외 %1개</translation>
    </message>
    <message>
        <source>%1: %2 raters, %3 images; smallest difference found with %4: %5 points (%6 with correction for all pairs)</source>
        <translation>%1: 평가자 %2명, 사진 %3장. 검정력 %4로 찾는 최소 차이: %5점(모든 쌍에 대해 보정하면 %6점)</translation>
    </message>
    <message>
        <source>%1 still needed</source>
        <translation>%1명 더 필요</translation>
    </message>
    <message>
        <source>reached</source>
        <translation>충족</translation>
    </message>
    <message>
        <source>no verdict changes</source>
        <translation>바뀌는 판정 없음</translation>
    </message>
    <message>
        <source>Primary contrasts, declared before the first rating</source>
        <translation>첫 평점 전에 선언한 주 대비</translation>
    </message>
    <message>
        <source>images as a sample</source>
        <translation>사진을 표본으로</translation>
    </message>
    <message>
        <source>images like these</source>
        <translation>비슷한 사진들</translation>
    </message>
    <message>
        <source>%1: systems</source>
        <translation>%1: 시스템</translation>
    </message>
    <message>
        <source>images like these (crossed test)</source>
        <translation>비슷한 사진들(교차 검정)</translation>
    </message>
    <message>
        <source>over raters (these images)</source>
        <translation>평가자에 대해(이 사진들)</translation>
    </message>
    <message>
        <source>crossed (images like these)</source>
        <translation>교차(비슷한 사진들)</translation>
    </message>
    <message>
        <source>raters and images</source>
        <translation>평가자와 사진</translation>
    </message>
    <message>
        <source>%1 interval</source>
        <translation>%1 구간</translation>
    </message>
    <message>
        <source>these images</source>
        <translation>이 사진들</translation>
    </message>
    <message>
        <source>%1 images are too few to speak of images in general: nothing is marked as shown.</source>
        <translation>사진 %1장은 사진 일반에 대해 말하기에 너무 적어, 차이를 보였다고 표시하지 않습니다.</translation>
    </message>
    <message>
        <source>points</source>
        <translation>점</translation>
    </message>
    <message>
        <source>These images: raters are a sample. Images like these: raters and images are samples.</source>
        <translation>이 사진들: 평가자가 표본입니다. 비슷한 사진들: 평가자와 사진이 모두 표본입니다.</translation>
    </message>
    <message>
        <source>Design effect: by how much taking all ratings as independent would understate the variance.</source>
        <translation>설계 효과: 모든 평점을 독립으로 보면 분산을 몇 배나 작게 잡게 되는지입니다.</translation>
    </message>
    <message>
        <source>%1 images: no statement about images in general. The grey interval takes them as a sample all the same.</source>
        <translation>사진 %1장: 사진 일반에 대해 말할 수 없습니다. 회색 구간은 그래도 사진을 표본으로 본 것입니다.</translation>
    </message>
    <message>
        <source>Shares over (rater, image): first rated higher, equal, lower.</source>
        <translation>(평가자, 사진)에 대한 비율: 첫째를 더 높게, 같게, 더 낮게 평가함.</translation>
    </message>
    <message>
        <source>Equivalence: two one-sided tests with a bound of %1 points.</source>
        <translation>동등성: 한계가 %1점인 두 단측 검정.</translation>
    </message>
    <message>
        <source>%1: pairs, %2</source>
        <translation>%1: 쌍별 비교, %2</translation>
    </message>
    <message>
        <source>these images (Wilcoxon over rater means)</source>
        <translation>이 사진들(평가자 평균에 대한 윌콕슨 검정)</translation>
    </message>
    <message>
        <source>these %1 images (crossed test)</source>
        <translation>이 사진 %1장(교차 검정)</translation>
    </message>
    <message>
        <source>%1: the same pairs by other tests</source>
        <translation>%1: 같은 쌍을 다른 검정으로</translation>
    </message>
    <message>
        <source>%1: strengths</source>
        <translation>%1: 세기</translation>
    </message>
    <message>
        <source>these %1 images</source>
        <translation>이 사진 %1장</translation>
    </message>
    <message>
        <source>Wins: of the direct comparisons of the two, ties counted half for each.</source>
        <translation>승리: 둘을 직접 비교한 것만 세며, 비긴 것은 반씩 셉니다.</translation>
    </message>
    <message>
        <source>%1: pairs, %2 (bootstrap)</source>
        <translation>%1: 쌍별 비교, %2(부트스트랩)</translation>
    </message>
    <message>
        <source>set</source>
        <translation>세트</translation>
    </message>
    <message>
        <source>contrast</source>
        <translation>대비</translation>
    </message>
    <message>
        <source>difference, %1</source>
        <translation>차이(%1)</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>system</source>
        <translation>시스템</translation>
    </message>
    <message>
        <source>ratings of</source>
        <translation>점수별 평점 수</translation>
    </message>
    <message>
        <source>design effect</source>
        <translation>설계 효과</translation>
    </message>
    <message>
        <source>mean rank</source>
        <translation>평균 순위</translation>
    </message>
    <message>
        <source>1 = best</source>
        <translation>1 = 최고</translation>
    </message>
    <message>
        <source>pair</source>
        <translation>쌍</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>p, equivalence</source>
        <translation>p(동등성)</translation>
    </message>
    <message>
        <source>higher / equal / lower</source>
        <translation>높음 / 같음 / 낮음</translation>
    </message>
    <message>
        <source>Difference and interval are those of the test itself (Hodges–Lehmann).</source>
        <translation>차이와 구간은 검정 자체의 값입니다(호지스–레만).</translation>
    </message>
    <message>
        <source>p (Holm), %1</source>
        <translation>p (Holm), %1</translation>
    </message>
    <message>
        <source>p, sign flips</source>
        <translation>p(부호 뒤집기)</translation>
    </message>
    <message>
        <source>rank-biserial</source>
        <translation>순위 양분 상관</translation>
    </message>
    <message>
        <source>pooled p, as in the paper</source>
        <translation>논문과 같은 통합 p</translation>
    </message>
    <message>
        <source>zeros split</source>
        <translation>0을 나눔</translation>
    </message>
    <message>
        <source>Sign flips: over raters, assuming symmetry only; not corrected.</source>
        <translation>부호 뒤집기: 평가자에 대해 대칭만 가정하며 보정하지 않습니다.</translation>
    </message>
    <message>
        <source>Grey: the pooled test treats repeated ratings as independent and is uncorrected; it is shown because the paper seems to have used it.</source>
        <translation>회색: 통합 검정은 되풀이된 평점을 독립으로 보며 보정하지 않습니다. 논문에서 쓴 것으로 보여 함께 표시합니다.</translation>
    </message>
    <message>
        <source>At a distance of 1 JOD three in four prefer the better one. Zero is the mean of the systems. Intervals resample %1.</source>
        <translation>거리가 1 JOD이면 넷 중 셋이 더 나은 쪽을 고릅니다. 0은 시스템의 평균입니다. 구간은 재표집으로 구합니다(대상: %1).</translation>
    </message>
    <message>
        <source>Grey: the formula that takes all comparisons as independent, which those of one rater are not.</source>
        <translation>회색: 모든 비교를 독립으로 보는 공식의 값입니다. 한 평가자의 비교는 독립이 아닙니다.</translation>
    </message>
    <message>
        <source>first preferred, estimate</source>
        <translation>첫째 선호(추정)</translation>
    </message>
    <message>
        <source>wins</source>
        <translation>승리</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>undefined</source>
        <translation>정의되지 않음</translation>
    </message>
    <message>
        <source>Thurstone, case V</source>
        <translation>서스톤 V형</translation>
    </message>
    <message>
        <source>log-odds</source>
        <translation>로그 오즈</translation>
    </message>
    <message>
        <source>SE if independent</source>
        <translation>독립일 때의 SE</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>평균</translation>
    </message>
    <message>
        <source>%1: no intervals and no tests (%2).</source>
        <translation>%1: 구간과 검정이 없습니다(%2).</translation>
    </message>
    <message>
        <source>The declared rule is to %1; so far: %2. These results are interim.</source>
        <translation>선언한 종료 규칙: %1. 지금까지: %2. 이 결과는 중간 결과입니다.</translation>
    </message>
    <message>
        <source>Comparisons of one rater are not independent, nor are those of one image: intervals and tests resample whole raters and whole images.</source>
        <translation>한 평가자의 비교도, 한 사진의 비교도 독립이 아닙니다. 구간과 검정은 평가자와 사진을 통째로 재표집합니다.</translation>
    </message>
    <message>
        <source>Comparisons of one rater are not independent, nor are those of one image: intervals and tests resample whole raters.</source>
        <translation>한 평가자의 비교도, 한 사진의 비교도 독립이 아닙니다. 구간과 검정은 평가자를 통째로 재표집합니다.</translation>
    </message>
    <message>
        <source>The sets (%1) are never joined: strengths are relative to the systems and images of their own set.</source>
        <translation>세트(%1)는 합치지 않습니다. 세기는 같은 세트의 시스템과 사진에 대한 상대적인 값입니다.</translation>
    </message>
    <message>
        <source>%1 of %2 did not make every comparison that was planned for them.</source>
        <translation>계획된 비교를 다 하지 않은 평가자: 모두 %2명 중 %1.</translation>
    </message>
    <message>
        <source>the bootstrap was not asked for</source>
        <translation>부트스트랩을 요청하지 않음</translation>
    </message>
    <message>
        <source>%1: %2, fewer than %3: no statement about images in general.</source>
        <translation>%1: %2으로, %3장보다 적어 사진 일반에 대해 말할 수 없습니다.</translation>
    </message>
    <message>
        <source>%1: for %2 of %3 pairs a preference was not shown. That is not equality: read the interval.</source>
        <translation>%1: %3쌍 중 %2쌍에서 선호를 보이지 못했습니다. 같다는 뜻은 아닙니다. 구간을 보세요.</translation>
    </message>
    <message>
        <source>%1 − %2 = %3 JOD [%4, %5], %6</source>
        <translation>%1 − %2 = %3 JOD [%4, %5], %6</translation>
    </message>
    <message>
        <source>%1 and %2 could not be compared: %3.</source>
        <translation>%1과(와) %2을(를) 비교할 수 없었습니다: %3.</translation>
    </message>
    <message>
        <source>%1 was preferred to %2, in an estimated %3 of comparisons: %4.</source>
        <translation>%2보다 %1을(를) 더 선호했습니다(추정 선호 비율 %3). %4.</translation>
    </message>
    <message>
        <source>A preference between %1 and %2 was not shown: %3.</source>
        <translation>%1과(와) %2 사이의 선호를 보이지 못했습니다. %3.</translation>
    </message>
    <message>
        <source>no comparisons of %1 on %2</source>
        <translation>%2에 %1의 비교가 없음</translation>
    </message>
    <message>
        <source>more than %1 raters and %2 images</source>
        <translation>평가자 %1명과 사진 %2장보다 많이</translation>
    </message>
    <message>
        <source>no number of raters; more images: at least %1</source>
        <translation>평가자를 늘려도 안 됨. 사진을 %1장 이상으로</translation>
    </message>
    <message>
        <source>more of both: %1 raters and %2 images</source>
        <translation>둘 다 늘림: 평가자 %1명, 사진 %2장</translation>
    </message>
    <message>
        <source>%1: %2 pairs are too many to be resampled one by one; the crossed test stands without its bootstrap check.</source>
        <translation>%1: %2쌍은 하나씩 재표집하기에 너무 많아 교차 검정을 부트스트랩으로 확인하지 않았습니다.</translation>
    </message>
    <message>
        <source>%1: Nemenyi&apos;s comparisons are computed up to %2 systems.</source>
        <translation>%1: 네메니이 비교는 시스템 %2개까지만 계산합니다.</translation>
    </message>
    <message>
        <source>%1: for %2 the residual alone was the larger variance and was used.</source>
        <translation>%1: %2에서 잔차만의 분산이 더 커서 그것을 썼습니다.</translation>
    </message>
    <message>
        <source>no ratings of %1 on %2</source>
        <translation>%2에 %1의 평점이 없음</translation>
    </message>
    <message>
        <source>no interval</source>
        <translation>구간 없음</translation>
    </message>
    <message>
        <source>%1 and %2 could not be compared by the declared test: %3.</source>
        <translation>%1과(와) %2을(를) 선언한 검정으로 비교할 수 없었습니다: %3.</translation>
    </message>
    <message>
        <source>%1 was rated higher than %2: %3 − %4 = %5 %6, %7.</source>
        <translation>%1이(가) %2보다 높은 평점을 받았습니다: %3 − %4 = %5 %6, %7.</translation>
    </message>
    <message>
        <source>A difference between %1 and %2 was not shown: %3 %4, %5.</source>
        <translation>%1과(와) %2 사이의 차이를 보이지 못했습니다: %3 %4, %5.</translation>
    </message>
    <message>
        <source>This holds for these images.</source>
        <translation>이 사진들에 해당합니다.</translation>
    </message>
    <message>
        <source>With %1 images nothing follows for images in general.</source>
        <translation>사진 %1장으로는 사진 일반에 대해 말할 수 없습니다.</translation>
    </message>
    <message>
        <source>without %1</source>
        <translation>%1 제외</translation>
    </message>
    <message>
        <source>without all flagged raters</source>
        <translation>표시된 평가자 모두 제외</translation>
    </message>
    <message>
        <source>The mean difference is %1.</source>
        <translation>평균 차이는 %1입니다.</translation>
    </message>
    <message>
        <source>Any true difference is smaller than %1 points (two one-sided tests, %2).</source>
        <translation>실제 차이가 있더라도 %1점보다 작습니다(두 단측 검정, %2).</translation>
    </message>
    <message>
        <source>without the raters flagged by %1</source>
        <translation>%1 규칙으로 표시된 평가자 제외</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 외 %2개</translation>
    </message>
    <message>
        <source>no p</source>
        <translation>p 없음</translation>
    </message>
    <message>
        <source>the half-width is not known yet</source>
        <translation>구간의 반너비를 아직 알 수 없음</translation>
    </message>
    <message>
        <source>half-width %1</source>
        <translation>구간의 반너비 %1</translation>
    </message>
    <message>
        <source>stop when the half-width of the first primary difference is at most %1</source>
        <translation>첫 번째 주 대비의 구간 반너비가 %1 이하이면 끝냄</translation>
    </message>
    <message>
        <source>%1 of %2 raters</source>
        <translation>평가자 %2명 중 %1명</translation>
    </message>
    <message>
        <source>stop at %1 raters</source>
        <translation>평가자 %1명이면 끝냄</translation>
    </message>
    <message>
        <source>%1 to come</source>
        <translation>%1명 남음</translation>
    </message>
    <message>
        <source>%1 verdict</source>
        <translation>판정 %1개</translation>
    </message>
    <message>
        <source>%1 verdicts</source>
        <translation>판정 %1개</translation>
    </message>
    <message>
        <source>%1 rater</source>
        <translation>평가자 %1명</translation>
    </message>
    <message>
        <source>%1 image</source>
        <translation>사진 %1장</translation>
    </message>
    <message>
        <source>%1 pair</source>
        <translation>%1쌍</translation>
    </message>
    <message>
        <source>%1 images</source>
        <translation>사진 %1장</translation>
    </message>
    <message>
        <source>%1 pairs</source>
        <translation>%1쌍</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>no chain of wins joins all systems</source>
        <translation>모든 시스템을 잇는 승리가 없음</translation>
    </message>
    <message>
        <source>no variation between raters or images</source>
        <translation>평가자나 사진 사이에 차이가 없음</translation>
    </message>
    <message>
        <source>fewer than two raters</source>
        <translation>평가자가 두 명보다 적음</translation>
    </message>
    <message>
        <source>no rater rated both on one image</source>
        <translation>한 사진에서 둘 다 평가한 사람이 없음</translation>
    </message>
    <message>
        <source>fewer than two images</source>
        <translation>사진이 두 장보다 적음</translation>
    </message>
    <message>
        <source>too few cells for a residual</source>
        <translation>잔차를 구하기에 칸이 너무 적음</translation>
    </message>
    <message>
        <source>the design does not separate raters from images</source>
        <translation>설계상 평가자와 사진을 나눌 수 없음</translation>
    </message>
    <message>
        <source>no variation at all</source>
        <translation>변동이 전혀 없음</translation>
    </message>
    <message>
        <source>the variance estimate is not positive</source>
        <translation>분산 추정값이 양수가 아님</translation>
    </message>
    <message>
        <source>some raters did not rate every stimulus</source>
        <translation>모든 자극을 평가하지 않은 평가자가 있음</translation>
    </message>
    <message>
        <source>fewer than two raters or stimuli</source>
        <translation>평가자나 자극이 둘보다 적음</translation>
    </message>
    <message>
        <source>The family of comparisons and the primary contrasts were not declared before the ratings were given. All pairs of a set are taken as one family, and every p value is exploratory.</source>
        <translation>비교군과 주 대비를 평점을 받기 전에 선언하지 않았습니다. 세트의 모든 쌍을 하나의 비교군으로 보며, 모든 p 값은 탐색적입니다.</translation>
    </message>
    <message>
        <source>The declared inference is about these images only; nothing follows for other images.</source>
        <translation>선언한 추론은 이 사진들에만 해당합니다. 다른 사진에 대해서는 아무것도 말하지 않습니다.</translation>
    </message>
    <message>
        <source>Informal: %1, fewer than %2.</source>
        <translation>비공식: %1으로, %2명보다 적습니다.</translation>
    </message>
    <message>
        <source>There is one rater. Means and counts describe this person; there are no intervals and no tests.</source>
        <translation>평가자가 한 명입니다. 평균과 개수는 이 사람을 나타내며, 구간과 검정은 없습니다.</translation>
    </message>
    <message>
        <source>%1 of %2 raters are flagged, more than %3. That questions the study (instructions, display, stimuli), not the raters.</source>
        <translation>평가자 %2명 중 %1명에 표시가 있어 %3을(를) 넘습니다. 평가자가 아니라 연구(안내문, 화면, 자극)를 의심해야 합니다.</translation>
    </message>
    <message>
        <source>%1 decided after the names were known: %2. Compare the results with and without them.</source>
        <translation>이름이 알려진 뒤에 결정한 %1: %2. 제외한 결과와 제외하지 않은 결과를 비교하세요.</translation>
    </message>
    <message>
        <source>Interim results were looked at %1 (%2).</source>
        <translation>중간 결과를 %1 보았습니다(%2).</translation>
    </message>
    <message>
        <source>The study cannot be written to, so its record says nothing of this analysis.</source>
        <translation>연구에 쓸 수 없어서 이 분석이 연구에 기록되지 않습니다.</translation>
    </message>
    <message>
        <source>The study is still blind: systems are shown by their codes.</source>
        <translation>연구가 아직 눈가림 상태입니다. 시스템은 코드로 표시됩니다.</translation>
    </message>
    <message>
        <source>A session was rated although its self-test had failed.</source>
        <translation>자체 검사에 실패했는데도 평가한 세션이 있습니다.</translation>
    </message>
    <message>
        <source>%1 on a scaled display: an image pixel was not a whole number of device pixels by setting.</source>
        <translation>배율이 적용된 화면에서 한 %1: 설정 때문에 사진 픽셀이 장치 픽셀의 정수배가 아니었습니다.</translation>
    </message>
    <message>
        <source>%1 at the desk and %2 in a browser. A browser promises neither colour nor brightness, and nobody was assigned to one of the two at random: look at the table of both before they are taken together.</source>
        <translation>프로그램에서 한 %1, 브라우저에서 한 세션 %2개. 브라우저는 색도 밝기도 보장하지 않으며, 둘 중 하나에 무작위로 배정하지도 않았습니다. 함께 다루기 전에 둘의 표를 보세요.</translation>
    </message>
    <message>
        <source>The ratings were imported. How they were collected (order, display, training, screening) is not known to this program.</source>
        <translation>가져온 평점입니다. 어떻게 모았는지(순서, 화면, 연습, 선별)는 이 프로그램이 알지 못합니다.</translation>
    </message>
    <message>
        <source>%1: no chain of wins joins %2 both ways, so strengths have no finite value. The counts are printed.</source>
        <translation>%1: %2 사이를 양방향으로 잇는 승리가 없어서 세기 값이 유한하지 않습니다. 개수를 표시합니다.</translation>
    </message>
    <message>
        <source>No primary contrast was declared; all tests are secondary.</source>
        <translation>주 대비를 선언하지 않았습니다. 모든 검정은 부차적입니다.</translation>
    </message>
    <message>
        <source>%1; %2 after screening are the usual aim.</source>
        <translation>%1. 선별 뒤 %2명이 일반적인 목표입니다.</translation>
    </message>
    <message>
        <source>The pictures were shown in browsers, which promise neither colour nor brightness; single pixels were confirmed by the raters, not read back from the screen.</source>
        <translation>사진을 브라우저에서 보였는데, 브라우저는 색도 밝기도 보장하지 않습니다. 픽셀 단위 표시는 화면에서 읽어 확인한 것이 아니라 평가자가 확인했습니다.</translation>
    </message>
    <message>
        <source> (%1 of %2 share none and are undefined)</source>
        <translation>(공통 사진이 없어 정의되지 않는 쌍: %2쌍 중 %1쌍)</translation>
    </message>
    <message>
        <source>The pooled test treats every rating as independent, as the paper seems to have done. It is printed in grey with its label; it never gives an asterisk, because it calls differences significant that would not be found again with other raters or images.</source>
        <translation>통합 검정은 논문에서 한 것으로 보이는 대로 모든 평점을 독립으로 봅니다. 이름과 함께 회색으로 표시하며 별표는 붙이지 않습니다. 다른 평가자나 사진에서는 다시 나오지 않을 차이도 유의하다고 하기 때문입니다.</translation>
    </message>
    <message>
        <source>Scores are ordered categories. A mean of them is the custom of the field; counts and ranks are printed beside every MOS.</source>
        <translation>점수는 순서가 있는 범주입니다. 평균을 내는 것은 이 분야의 관례이며, 모든 MOS 옆에 개수와 순위를 표시합니다.</translation>
    </message>
    <message>
        <source>%1: the systems were not shown on the same images; %2 of %3 images show every system. Pairs are compared on the images that both were shown on%4; MOS over different images must not be compared.</source>
        <translation>%1: 시스템들을 같은 사진으로 보이지 않았습니다. 사진 %3장 중 %2장에만 모든 시스템이 있습니다. 쌍은 둘 다 보인 사진으로 비교합니다%4. 다른 사진에 대한 MOS끼리는 비교하면 안 됩니다.</translation>
    </message>
    <message>
        <source>Subject model: %1 would be more consistent than whole scores allow, and are held at the floor.</source>
        <translation>평가자 모형: %1은(는) 정수 점수로 가능한 것보다 더 일관되게 나와 하한에 묶었습니다.</translation>
    </message>
    <message>
        <source>The subject model did not settle within %1 rounds.</source>
        <translation>평가자 모형이 %1회 안에 수렴하지 않았습니다.</translation>
    </message>
    <message>
        <source>The subject model settled after %1. Its quality stands beside MOS, never in its place.</source>
        <translation>평가자 모형이 %1 만에 수렴했습니다. 모형의 품질 값은 MOS 옆에 둘 뿐, MOS를 대신하지 않습니다.</translation>
    </message>
    <message>
        <source>The verdict on a primary contrast changes with the raters who are left out (%1); see exclusion sensitivity.</source>
        <translation>주 대비의 판정이 어떤 평가자를 빼느냐에 따라 달라집니다(%1). 제외 민감도를 보세요.</translation>
    </message>
    <message>
        <source>With the excluded raters %1 would change; see exclusion sensitivity.</source>
        <translation>제외된 평가자를 포함하면 %1가 바뀝니다. 제외 민감도를 보세요.</translation>
    </message>
    <message>
        <source>Leaving out flagged raters changes %1 verdicts in %2 of %3 trials; see exclusion sensitivity.</source>
        <translation>표시된 평가자를 빼면 시도 %3개 중 %2개에서 판정 %1개가 바뀝니다. 제외 민감도를 보세요.</translation>
    </message>
    <message>
        <source>The systems were not spread evenly over the sessions: mean positions run from %1 to %2 of the stream.</source>
        <translation>시스템이 세션에 고르게 퍼지지 않았습니다. 평균 위치가 제시 순서의 %1에서 %2까지입니다.</translation>
    </message>
    <message>
        <source>%1: %2, fewer than %3: no statement about images in general. No test over image means is offered; with five images its smallest possible p is 0.0625.</source>
        <translation>%1: %2으로, %3장보다 적어 사진 일반에 대해 말할 수 없습니다. 사진 평균에 대한 검정은 하지 않습니다. 사진이 다섯 장이면 가능한 가장 작은 p가 0.0625입니다.</translation>
    </message>
    <message>
        <source>%1: one system, %2. There is nothing to compare it with.</source>
        <translation>%1: 시스템이 %2 하나입니다. 비교할 것이 없습니다.</translation>
    </message>
    <message>
        <source>%1: %2 of %3 cells (%4) have no rating; %5 of %6 rated everything.</source>
        <translation>%1: %3칸 중 %2칸(%4)에 평점이 없습니다. %6명 중 %5이 모두 평가했습니다.</translation>
    </message>
    <message>
        <source>%1: every rating of %2 is the same; the interval has no width.</source>
        <translation>%1: %2의 평점이 모두 같아 구간의 너비가 없습니다.</translation>
    </message>
    <message>
        <source>Compare systems by the interval of their difference, not by whether their own intervals overlap.</source>
        <translation>시스템은 각자의 구간이 겹치는지가 아니라 차이의 구간으로 비교하세요.</translation>
    </message>
    <message>
        <source>The sets (%1) are never averaged: the range of systems shown differs, and a score means something else in another context. The same holds for MOS of other studies; to compare studies, put common anchors into both.</source>
        <translation>세트(%1)는 평균하지 않습니다. 보인 시스템의 범위가 다르고, 맥락이 다르면 점수의 뜻도 다릅니다. 다른 연구의 MOS도 마찬가지입니다. 연구끼리 비교하려면 양쪽에 공통 기준을 넣으세요.</translation>
    </message>
    <message>
        <source>%1 of %2 got the same score from everybody: interval of width zero, no part in screening.</source>
        <translation>%2개 중 %1는 모두에게 같은 점수를 받았습니다. 구간 너비가 0이며 선별에 쓰지 않습니다.</translation>
    </message>
    <message>
        <source>%1 got one rating and no interval.</source>
        <translation>%1는 평점이 하나뿐이라 구간이 없습니다.</translation>
    </message>
    <message>
        <source>%1: no variance, every rating is the same. The others are judged without them.</source>
        <translation>%1: 분산이 없고 모든 평점이 같습니다. 나머지는 이들을 빼고 판단합니다.</translation>
    </message>
    <message>
        <source>%1: the crossed test could not be computed for %2 of %3 pairs (%4). Differences and counts are printed.</source>
        <translation>%1: %3쌍 중 %2쌍은 교차 검정을 계산할 수 없었습니다(%4). 차이와 개수를 표시합니다.</translation>
    </message>
    <message>
        <source>%1: taking all ratings as independent would understate the variance of a mean by a factor of up to %2.</source>
        <translation>%1: 모든 평점을 독립으로 보면 평균의 분산을 최대 %2배까지 작게 잡게 됩니다.</translation>
    </message>
    <message>
        <source>%1: for %2 of %3 pairs a difference was not shown. That is not equality: read the interval, the equivalence test and the smallest detectable difference.</source>
        <translation>%1: %3쌍 중 %2쌍에서 차이를 보이지 못했습니다. 같다는 뜻은 아닙니다. 구간, 동등성 검정, 검출 가능한 최소 차이를 보세요.</translation>
    </message>
    <message>
        <source>%1 exclusion</source>
        <translation>제외 %1건</translation>
    </message>
    <message>
        <source>%1 exclusions</source>
        <translation>제외 %1건</translation>
    </message>
    <message>
        <source>%1 time</source>
        <translation>%1번</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1번</translation>
    </message>
    <message>
        <source>%1 session</source>
        <translation>세션 %1개</translation>
    </message>
    <message>
        <source>%1 sessions</source>
        <translation>세션 %1개</translation>
    </message>
    <message>
        <source>%1 round</source>
        <translation>%1회</translation>
    </message>
    <message>
        <source>%1 rounds</source>
        <translation>%1회</translation>
    </message>
    <message>
        <source>%1 stimulus</source>
        <translation>자극 %1개</translation>
    </message>
    <message>
        <source>%1 stimuli</source>
        <translation>자극 %1개</translation>
    </message>
</context>
<context>
    <name>StudyWizard</name>
    <message>
        <source>Question</source>
        <translation>질문</translation>
    </message>
    <message>
        <source>References</source>
        <translation>원본 사진</translation>
    </message>
    <message>
        <source>Systems</source>
        <translation>시스템</translation>
    </message>
    <message>
        <source>Screen and raters</source>
        <translation>화면과 평가자</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Folder of the study</source>
        <translation>연구 폴더</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>다음</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>아무것도 저장하지 않았습니다.</translation>
    </message>
    <message>
        <source>Make the study</source>
        <translation>연구 만들기</translation>
    </message>
    <message>
        <source>Name a folder for the study.</source>
        <translation>연구 폴더의 이름을 적으세요.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>선택…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>폴더</translation>
    </message>
</context>
<context>
    <name>SystemsStep</name>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>배율</translation>
    </message>
    <message>
        <source>Systems</source>
        <translation>시스템</translation>
    </message>
    <message>
        <source>name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>role</source>
        <translation>역할</translation>
    </message>
    <message>
        <source>detail</source>
        <translation>세부</translation>
    </message>
    <message>
        <source>made by</source>
        <translation>만드는 방법</translation>
    </message>
    <message>
        <source>Add at least two systems.</source>
        <translation>시스템을 두 개 이상 추가하세요.</translation>
    </message>
    <message>
        <source>Give every system a name of its own.</source>
        <translation>시스템마다 다른 이름을 붙이세요.</translation>
    </message>
    <message>
        <source>Only one system can be the low anchor.</source>
        <translation>하위 기준은 하나만 둘 수 있습니다.</translation>
    </message>
    <message>
        <source>Role of %1</source>
        <translation>%1의 역할</translation>
    </message>
    <message>
        <source>under test</source>
        <translation>평가 대상</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>기준</translation>
    </message>
    <message>
        <source>low anchor</source>
        <translation>하위 기준</translation>
    </message>
    <message>
        <source>Detail of %1</source>
        <translation>%1의 세부</translation>
    </message>
    <message>
        <source>0 is faithful, 1 is detailed.</source>
        <translation>0은 원본에 충실, 1은 세부가 풍부합니다.</translation>
    </message>
    <message>
        <source>Add method</source>
        <translation>방법 추가</translation>
    </message>
    <message>
        <source>Add ready pictures…</source>
        <translation>완성된 사진 추가…</translation>
    </message>
    <message>
        <source>A folder with one picture for each reference, of the same name.</source>
        <translation>원본마다 같은 이름의 사진이 하나씩 있는 폴더입니다.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message>
        <source>The original is added by itself where the question needs it. Systems under test are compared with the baseline first.</source>
        <translation>질문에 필요하면 원본은 자동으로 추가됩니다. 평가 대상은 먼저 기준과 비교합니다.</translation>
    </message>
</context>
</TS>
