<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Version %1</source>
        <translation>버전 %1</translation>
    </message>
    <message>
        <source>Show version %1 of the picture.</source>
        <translation>사진의 버전 %1을(를) 봅니다.</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>열기…</translation>
    </message>
    <message>
        <source>Open pictures or models.</source>
        <translation>사진이나 모델을 엽니다.</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>폴더 열기…</translation>
    </message>
    <message>
        <source>Open every picture in a folder.</source>
        <translation>폴더의 모든 사진을 엽니다.</translation>
    </message>
    <message>
        <source>More models…</source>
        <translation>다른 모델…</translation>
    </message>
    <message>
        <source>Find models of other people on the net and fetch them.</source>
        <translation>다른 사람들이 만든 모델을 인터넷에서 찾아 내려받습니다.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Save the selected results under names from the template.</source>
        <translation>고른 결과를 이름 규칙에 따라 저장합니다.</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>다른 이름으로 저장…</translation>
    </message>
    <message>
        <source>Save the result under a name of your own.</source>
        <translation>원하는 이름으로 결과를 저장합니다.</translation>
    </message>
    <message>
        <source>Save all</source>
        <translation>모두 저장</translation>
    </message>
    <message>
        <source>Save every result that is not saved yet.</source>
        <translation>아직 저장하지 않은 결과를 모두 저장합니다.</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>폴더에서 보기</translation>
    </message>
    <message>
        <source>Open the folder the file is in.</source>
        <translation>파일이 있는 폴더를 엽니다.</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>설정…</translation>
    </message>
    <message>
        <source>Theme, language, device.</source>
        <translation>테마, 언어, 장치.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>끝내기</translation>
    </message>
    <message>
        <source>Close the window.</source>
        <translation>창을 닫습니다.</translation>
    </message>
    <message>
        <source>Paste picture</source>
        <translation>사진 붙여넣기</translation>
    </message>
    <message>
        <source>Add the picture or files on the clipboard.</source>
        <translation>클립보드의 사진이나 파일을 추가합니다.</translation>
    </message>
    <message>
        <source>Copy result</source>
        <translation>결과 복사</translation>
    </message>
    <message>
        <source>Put the picture that is shown on the clipboard.</source>
        <translation>보이는 사진을 클립보드에 넣습니다.</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>보고 복사</translation>
    </message>
    <message>
        <source>Copy method, scale, device, precision, tile and seconds.</source>
        <translation>방법, 배율, 장치, 정밀도, 타일, 시간을 복사합니다.</translation>
    </message>
    <message>
        <source>Upscale</source>
        <translation>업스케일</translation>
    </message>
    <message>
        <source>Make the waiting pictures larger.</source>
        <translation>기다리는 사진을 확대합니다.</translation>
    </message>
    <message>
        <source>Upscale only the selected</source>
        <translation>고른 것만 업스케일</translation>
    </message>
    <message>
        <source>Make only these larger; those that wait come first.</source>
        <translation>고른 사진만 확대합니다. 기다리던 사진이 있으면 먼저 합니다.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Begin no further picture; the one under way is finished.</source>
        <translation>다음 사진을 시작하지 않습니다. 하던 사진은 끝까지 합니다.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Stop the work on the selected picture.</source>
        <translation>선택한 사진의 작업을 멈춥니다.</translation>
    </message>
    <message>
        <source>Upscale again</source>
        <translation>다시 업스케일</translation>
    </message>
    <message>
        <source>Do the selected picture again as the inspector says.</source>
        <translation>선택한 사진을 지금 설정으로 다시 만듭니다.</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>목록에서 빼기</translation>
    </message>
    <message>
        <source>Take the picture off the list; no file is removed.</source>
        <translation>사진을 목록에서 뺍니다. 파일은 지우지 않습니다.</translation>
    </message>
    <message>
        <source>Remove finished</source>
        <translation>끝난 것 빼기</translation>
    </message>
    <message>
        <source>Take all pictures whose results are saved off the list.</source>
        <translation>결과를 저장한 사진을 모두 목록에서 뺍니다.</translation>
    </message>
    <message>
        <source>Compare versions</source>
        <translation>버전 비교</translation>
    </message>
    <message>
        <source>Put all versions of this picture on the Compare page.</source>
        <translation>이 사진의 모든 버전을 비교 화면으로 보냅니다.</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>나누어 보기</translation>
    </message>
    <message>
        <source>Before and after on the two sides of a line you can drag.</source>
        <translation>끌 수 있는 선의 양쪽에 전과 후를 보입니다.</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>나란히 보기</translation>
    </message>
    <message>
        <source>Versions beside each other, always on the same spot.</source>
        <translation>여러 버전을 나란히, 항상 같은 자리를 보입니다.</translation>
    </message>
    <message>
        <source>Single</source>
        <translation>하나만 보기</translation>
    </message>
    <message>
        <source>One version alone.</source>
        <translation>한 버전만 보입니다.</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>돋보기</translation>
    </message>
    <message>
        <source>A round window onto the other version under the pointer.</source>
        <translation>포인터 아래 둥근 창으로 다른 버전을 봅니다.</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>Where two versions differ, with a gain.</source>
        <translation>두 버전이 다른 곳을 키워서 보입니다.</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>번갈아 보기</translation>
    </message>
    <message>
        <source>Show before and after in turn.</source>
        <translation>전과 후를 번갈아 보입니다.</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>원래 사진</translation>
    </message>
    <message>
        <source>Hold to see the picture as it was.</source>
        <translation>누르고 있으면 원래 사진이 보입니다.</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>창에 맞추기</translation>
    </message>
    <message>
        <source>The whole picture in the window.</source>
        <translation>사진 전체를 창에 보입니다.</translation>
    </message>
    <message>
        <source>Actual pixels</source>
        <translation>실제 픽셀</translation>
    </message>
    <message>
        <source>One pixel of the picture on one pixel of the screen.</source>
        <translation>사진의 한 픽셀을 화면의 한 픽셀에 보입니다.</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>확대해 보기</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>축소해 보기</translation>
    </message>
    <message>
        <source>Pan left</source>
        <translation>왼쪽으로</translation>
    </message>
    <message>
        <source>Pan right</source>
        <translation>오른쪽으로</translation>
    </message>
    <message>
        <source>Pan up</source>
        <translation>위로</translation>
    </message>
    <message>
        <source>Pan down</source>
        <translation>아래로</translation>
    </message>
    <message>
        <source>Close this version</source>
        <translation>이 버전 닫기</translation>
    </message>
    <message>
        <source>Show the version no longer; saved files stay.</source>
        <translation>이 버전을 더 보이지 않습니다. 저장한 파일은 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Fold panels</source>
        <translation>패널 접기</translation>
    </message>
    <message>
        <source>Leave the room to the picture.</source>
        <translation>사진에 자리를 내줍니다.</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>전체 화면</translation>
    </message>
    <message>
        <source>The picture alone on the screen.</source>
        <translation>화면에 사진만 보입니다.</translation>
    </message>
    <message>
        <source>Next area</source>
        <translation>다음 영역</translation>
    </message>
    <message>
        <source>Move the focus to the next part of the window.</source>
        <translation>창의 다음 부분으로 초점을 옮깁니다.</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>명령 찾기…</translation>
    </message>
    <message>
        <source>All commands by name.</source>
        <translation>이름으로 모든 명령을 찾습니다.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>All keys on one sheet.</source>
        <translation>모든 단축키를 한 장에 보입니다.</translation>
    </message>
    <message>
        <source>Tour of this page</source>
        <translation>이 화면 둘러보기</translation>
    </message>
    <message>
        <source>What the parts of this page are for, in two minutes.</source>
        <translation>이 화면의 각 부분이 무엇을 하는지 2분 안에 보여 줍니다.</translation>
    </message>
    <message>
        <source>About SR Studio</source>
        <translation>SR Studio 정보</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>Measure the chosen methods on the chosen pictures.</source>
        <translation>고른 방법을 고른 사진으로 측정합니다.</translation>
    </message>
    <message>
        <source>New comparison</source>
        <translation>새 비교</translation>
    </message>
    <message>
        <source>Begin another comparison; this one stays in its tab.</source>
        <translation>다른 비교를 시작합니다. 지금 비교는 탭에 남습니다.</translation>
    </message>
    <message>
        <source>Close this comparison</source>
        <translation>이 비교 닫기</translation>
    </message>
    <message>
        <source>Close the tab; files stay as they are.</source>
        <translation>탭을 닫습니다. 파일은 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Close all comparisons</source>
        <translation>모든 비교 닫기</translation>
    </message>
    <message>
        <source>Empty the Compare page; files stay as they are.</source>
        <translation>비교 화면을 비웁니다. 파일은 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Line or lens left</source>
        <translation>선이나 돋보기를 왼쪽으로</translation>
    </message>
    <message>
        <source>Line or lens right</source>
        <translation>선이나 돋보기를 오른쪽으로</translation>
    </message>
    <message>
        <source>Line or lens up</source>
        <translation>선이나 돋보기를 위로</translation>
    </message>
    <message>
        <source>Line or lens down</source>
        <translation>선이나 돋보기를 아래로</translation>
    </message>
    <message>
        <source>Nudge version left</source>
        <translation>버전을 왼쪽으로 조금 옮기기</translation>
    </message>
    <message>
        <source>Nudge version right</source>
        <translation>버전을 오른쪽으로 조금 옮기기</translation>
    </message>
    <message>
        <source>Nudge version up</source>
        <translation>버전을 위로 조금 옮기기</translation>
    </message>
    <message>
        <source>Nudge version down</source>
        <translation>버전을 아래로 조금 옮기기</translation>
    </message>
    <message>
        <source>Quartered split</source>
        <translation>넷으로 나누어 보기</translation>
    </message>
    <message>
        <source>Two lines that cross, with a version in each quarter.</source>
        <translation>엇갈리는 두 선으로 나눈 네 칸에 버전을 하나씩 보입니다.</translation>
    </message>
    <message>
        <source>Turn the dividing line left</source>
        <translation>나누는 선을 왼쪽으로 돌리기</translation>
    </message>
    <message>
        <source>By 15 degrees; with Alt the pointer turns it freely.</source>
        <translation>15도씩 돌립니다. Alt를 누르면 포인터로 자유롭게 돌립니다.</translation>
    </message>
    <message>
        <source>Turn the dividing line right</source>
        <translation>나누는 선을 오른쪽으로 돌리기</translation>
    </message>
    <message>
        <source>Next manner of difference</source>
        <translation>다음 차이 표시 방식</translation>
    </message>
    <message>
        <source>Absolute, signed, one channel, luma, beyond a tolerance, heat map.</source>
        <translation>절댓값, 부호 있음, 한 채널, 휘도, 허용 오차 초과, 히트 맵.</translation>
    </message>
    <message>
        <source>Difference smaller</source>
        <translation>차이 작게</translation>
    </message>
    <message>
        <source>Halve the gain, or lower the tolerance.</source>
        <translation>배수를 반으로 줄이거나 허용 오차를 낮춥니다.</translation>
    </message>
    <message>
        <source>Difference larger</source>
        <translation>차이 크게</translation>
    </message>
    <message>
        <source>Double the gain, or raise the tolerance.</source>
        <translation>배수를 두 배로 키우거나 허용 오차를 높입니다.</translation>
    </message>
    <message>
        <source>Compare with the next version</source>
        <translation>다음 버전과 비교</translation>
    </message>
    <message>
        <source>Put the next version in the place of the one before.</source>
        <translation>비교 대상을 다음 버전으로 바꿉니다.</translation>
    </message>
    <message>
        <source>Unlink the panes</source>
        <translation>칸 연결 풀기</translation>
    </message>
    <message>
        <source>Each pane moves alone, until they are linked again.</source>
        <translation>다시 연결할 때까지 칸마다 따로 움직입니다.</translation>
    </message>
    <message>
        <source>Unlink this pane</source>
        <translation>이 칸 연결 풀기</translation>
    </message>
    <message>
        <source>The pane that was pressed last moves alone.</source>
        <translation>마지막으로 누른 칸만 따로 움직입니다.</translation>
    </message>
    <message>
        <source>Pixel values</source>
        <translation>픽셀 값</translation>
    </message>
    <message>
        <source>Values of every version under the pointer.</source>
        <translation>포인터 아래에 있는 모든 버전의 값을 보입니다.</translation>
    </message>
    <message>
        <source>Overview map</source>
        <translation>전체 지도</translation>
    </message>
    <message>
        <source>A small picture that shows where you are.</source>
        <translation>지금 보는 곳을 알려 주는 작은 사진입니다.</translation>
    </message>
    <message>
        <source>Mark a region</source>
        <translation>영역 표시</translation>
    </message>
    <message>
        <source>Draw a rectangle: it is measured, magnified and saved.</source>
        <translation>사각형을 그리면 그 안을 측정하고, 확대하고, 저장합니다.</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>점수</translation>
    </message>
    <message>
        <source>PSNR and SSIM against the version before, of the whole and of the region.</source>
        <translation>비교 대상 버전에 대한 PSNR과 SSIM을 사진 전체와 영역에서 보입니다.</translation>
    </message>
    <message>
        <source>Graph across the region</source>
        <translation>영역을 가로지르는 그래프</translation>
    </message>
    <message>
        <source>Luma along the middle of the region, a curve a version.</source>
        <translation>영역 가운데를 따라간 휘도를 버전마다 곡선 하나로 보입니다.</translation>
    </message>
    <message>
        <source>Try methods here</source>
        <translation>여기서 방법 시험</translation>
    </message>
    <message>
        <source>What is in sight by several methods; a click takes one.</source>
        <translation>보이는 부분을 여러 방법으로 만들어 보입니다. 누르면 그 방법을 고릅니다.</translation>
    </message>
    <message>
        <source>Take this method</source>
        <translation>이 방법 고르기</translation>
    </message>
    <message>
        <source>Save the comparison…</source>
        <translation>비교 저장…</translation>
    </message>
    <message>
        <source>As a figure, an animated flip, a page with a slider, or to open again.</source>
        <translation>그림, 번갈아 보이는 애니메이션, 슬라이더가 있는 페이지로, 또는 다시 열 수 있게 저장합니다.</translation>
    </message>
    <message>
        <source>Exactly %1 times</source>
        <translation>정확히 %1배</translation>
    </message>
    <message>
        <source>A pixel takes %1 by %1 pixels of the screen.</source>
        <translation>사진의 한 픽셀을 화면의 %1×%1 픽셀에 보입니다.</translation>
    </message>
    <message>
        <source>Turn version left</source>
        <translation>버전을 왼쪽으로 돌리기</translation>
    </message>
    <message>
        <source>By a quarter of a degree, if it lies askew.</source>
        <translation>비뚤어졌을 때 4분의 1도씩 돌립니다.</translation>
    </message>
    <message>
        <source>Turn version right</source>
        <translation>버전을 오른쪽으로 돌리기</translation>
    </message>
    <message>
        <source>Put the version back</source>
        <translation>버전을 제자리로</translation>
    </message>
    <message>
        <source>Undo all nudges and turns of this version.</source>
        <translation>이 버전을 옮기고 돌린 것을 모두 되돌립니다.</translation>
    </message>
</context>
<context>
    <name>Announcing</name>
    <message>
        <source>%1 has begun.</source>
        <translation>%1을(를) 시작했습니다.</translation>
    </message>
    <message>
        <source>%1: %2 %</source>
        <translation>%1: %2 %</translation>
    </message>
</context>
<context>
    <name>Arriving</name>
    <message>
        <source>%1, being made</source>
        <extracomment>By the id of the entry, all of its newest job. What is drawn, and of which entry.</extracomment>
        <translation>%1, 만드는 중</translation>
    </message>
</context>
<context>
    <name>BatchTools</name>
    <message>
        <source>Nothing was made yet.</source>
        <translation>아직 만든 것이 없습니다.</translation>
    </message>
    <message>
        <source>Save a report</source>
        <translation>보고서 저장</translation>
    </message>
    <message>
        <source>No report was written.</source>
        <translation>보고서를 저장하지 않았습니다.</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>%1(으)로 저장했습니다</translation>
    </message>
</context>
<context>
    <name>BudgetRows</name>
    <message>
        <source>1 is what the paper trained; the schedule shrinks along.</source>
        <translation>1은 논문과 같은 학습량입니다. 학습 일정도 그에 맞춰 줄어듭니다.</translation>
    </message>
    <message>
        <source>Try for ten seconds</source>
        <translation>10초 동안 시험</translation>
    </message>
    <message>
        <source>Measures what this recipe costs on this computer.</source>
        <translation>이 컴퓨터에서 이 레시피에 드는 시간과 메모리를 측정합니다.</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>시간(h)</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>예산</translation>
    </message>
    <message>
        <source>%1 iterations</source>
        <translation>반복 %1회</translation>
    </message>
    <message>
        <source>Hours can be chosen once it was tried.</source>
        <translation>한 번 시험하고 나면 시간을 고를 수 있습니다.</translation>
    </message>
    <message>
        <source>Trying: reading pictures, building the networks, training …</source>
        <translation>시험하는 중: 사진을 읽고, 신경망을 만들고, 학습합니다…</translation>
    </message>
    <message>
        <source>%1 it/s</source>
        <translation>초당 %1회</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>A validation takes %1 s, a checkpoint %2 s.</source>
        <translation>검증 한 번에 %1초, 체크포인트 저장에 %2초가 걸립니다.</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>What is drawn</source>
        <extracomment>Colour-blind safe (Okabe and Ito), readable on dark and light. With more points than this a line is drawn thin: thick ones take long.</extracomment>
        <translation>그래프로 볼 항목</translation>
    </message>
    <message>
        <source>log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>A logarithmic axis of values.</source>
        <translation>값의 축을 로그로 표시합니다.</translation>
    </message>
    <message>
        <source>whole</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Show the run from its beginning to its end again.</source>
        <translation>학습 실행을 다시 처음부터 끝까지 보입니다.</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>A file is being written; the window closes when it is there. Close again to end without it.</source>
        <translation>파일을 쓰는 중입니다. 다 쓰면 창이 닫힙니다. 기다리지 않고 끝내려면 다시 닫으세요.</translation>
    </message>
</context>
<context>
    <name>ClosingTabs</name>
    <message>
        <source>Close %1</source>
        <translation>%1 닫기</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>명령 목록</translation>
    </message>
    <message>
        <source>Type a part of a command</source>
        <translation>명령의 일부를 입력하세요</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation>맞는 명령</translation>
    </message>
</context>
<context>
    <name>ComparePage</name>
    <message>
        <source>Drop versions of one picture here.</source>
        <translation>한 사진의 여러 버전을 여기에 놓으세요.</translation>
    </message>
    <message>
        <source>Comparisons</source>
        <translation>비교 목록</translation>
    </message>
    <message>
        <source>They lie on each other, whatever their sizes; keys 1 to 9 choose.</source>
        <translation>크기가 달라도 서로 겹쳐 놓이며, 1–9 키로 고릅니다.</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>열기…</translation>
    </message>
    <message>
        <source>%1 has another shape: it has a comparison of its own.</source>
        <translation>%1은(는) 가로세로 비가 달라 따로 비교를 엽니다.</translation>
    </message>
    <message>
        <source>The other versions are as they were.</source>
        <translation>다른 버전은 그대로입니다.</translation>
    </message>
    <message>
        <source>New comparison</source>
        <translation>새 비교</translation>
    </message>
</context>
<context>
    <name>Conventions</name>
    <message>
        <source>SR rounded once to 8 bits; Y is not rounded (BasicSR and most papers since 2017)</source>
        <extracomment>What is declared without Qt; this is where the texts are offered to translators.</extracomment>
        <translation>SR을 8비트로 한 번만 반올림하고 Y는 반올림하지 않습니다(BasicSR과 2017년 이후 대부분의 논문)</translation>
    </message>
    <message>
        <source>MATLAB&apos;s uint8 arithmetic throughout: interpolations rounded after each pass, Y rounded to integers (the per-image tables of SelfExSR)</source>
        <translation>모두 MATLAB의 uint8 연산: 보간은 단계마다 반올림하고 Y는 정수로 반올림합니다(SelfExSR의 사진별 표)</translation>
    </message>
    <message>
        <source>MATLAB&apos;s imresize bicubic on uint8 (replicated border, rounded after each pass), as the LR files of SelfExSR</source>
        <translation>uint8에 대한 MATLAB imresize 쌍삼차(가장자리 복제, 단계마다 반올림). SelfExSR의 LR 파일과 같습니다</translation>
    </message>
    <message>
        <source>MATLAB&apos;s imresize bicubic on double (mirrored border, rounded once), as the LR files of ESRGAN</source>
        <translation>double에 대한 MATLAB imresize 쌍삼차(가장자리 대칭, 한 번만 반올림). ESRGAN의 LR 파일과 같습니다</translation>
    </message>
    <message>
        <source>Gaussian blur with a standard deviation of half the scale, then every scale-th pixel</source>
        <translation>표준 편차가 배율의 절반인 가우시안 블러를 준 뒤 배율만큼 건너뛰며 픽셀을 고릅니다</translation>
    </message>
    <message>
        <source>10 log10(255²/MSE) on Y of BT.601 in studio range (16 to 235), {y}, grey files as they are; {shave} px left out at each border; mean over pictures.</source>
        <extracomment>Of ``sr_studio/metrics/declared``; ``{shave}`` is the border, ``{y}`` how Y is rounded.</extracomment>
        <translation>10 log10(255²/MSE). BT.601의 Y(스튜디오 범위 16–235), {y}, 회색 파일은 그대로. 가장자리마다 {shave} px를 뺍니다. 사진별 값의 평균입니다.</translation>
    </message>
    <message>
        <source>10 log10(255²/MSE) over R, G and B together; {shave} px left out at each border; about 1.9 dB below Y on Set5, never to be compared with it.</source>
        <translation>R, G, B를 합친 10 log10(255²/MSE). 가장자리마다 {shave} px를 뺍니다. Set5에서 Y보다 약 1.9 dB 낮으며, Y와 비교하면 안 됩니다.</translation>
    </message>
    <message>
        <source>Standard SSIM: 11x11 Gaussian of sigma 1.5, K 0.01 and 0.03, L 255, population covariance, valid region only, on Y of BT.601 in studio range (16 to 235), {y}, grey files as they are; {shave} px left out at each border.</source>
        <translation>표준 SSIM: 시그마 1.5의 11x11 가우시안, K 0.01과 0.03, L 255, 모공분산, 유효 영역만. BT.601의 Y(스튜디오 범위 16–235), {y}, 회색 파일은 그대로. 가장자리마다 {shave} px를 뺍니다.</translation>
    </message>
    <message>
        <source>SSIM of daala&apos;s dump_ssim, the one the SRGAN paper prints: window that grows with the picture&apos;s height H (sigma 1.5·H/256), integer taps, border pixels weighted by the window inside; on Y of BT.601 (16 to 235) rounded to integers, grey files as they are; {shave} px left out at each border. Not to be compared with the standard SSIM.</source>
        <translation>SRGAN 논문에 실린 daala dump_ssim의 SSIM: 창이 사진 높이 H에 따라 커지고(시그마 1.5·H/256) 계수는 정수이며, 가장자리 픽셀은 안쪽에 든 창만큼 가중합니다. 정수로 반올림한 BT.601의 Y(16–235), 회색 파일은 그대로. 가장자리마다 {shave} px를 뺍니다. 표준 SSIM과 비교하면 안 됩니다.</translation>
    </message>
    <message>
        <source>NIQE of the SR picture alone on Y of BT.601 rounded to integers; {shave} px left out at each border; whole 96x96 blocks from the top left, no overlap.</source>
        <translation>SR 사진만으로 구하는 NIQE. 정수로 반올림한 BT.601의 Y. 가장자리마다 {shave} px를 뺍니다. 왼쪽 위부터 겹치지 않는 온전한 96x96 블록만 씁니다.</translation>
    </message>
    <message>
        <source>LPIPS v0.1 with AlexNet on RGB in [-1, 1]; {shave} px left out at each border.</source>
        <translation>AlexNet을 쓰는 LPIPS v0.1, [-1, 1]의 RGB. 가장자리마다 {shave} px를 뺍니다.</translation>
    </message>
    <message>
        <source>LPIPS v0.1 with VGG16 on RGB in [-1, 1]; {shave} px left out at each border.</source>
        <translation>VGG16을 쓰는 LPIPS v0.1, [-1, 1]의 RGB. 가장자리마다 {shave} px를 뺍니다.</translation>
    </message>
    <message>
        <source>LPIPS v0.1 with SqueezeNet 1.1 on RGB in [-1, 1]; {shave} px left out at each border.</source>
        <translation>SqueezeNet 1.1을 쓰는 LPIPS v0.1, [-1, 1]의 RGB. 가장자리마다 {shave} px를 뺍니다.</translation>
    </message>
    <message>
        <source>((10 - Ma) + NIQE)/2 as in the PIRM challenge, with the Ma score that was supplied.</source>
        <translation>PIRM 대회와 같은 ((10 - Ma) + NIQE)/2. 제공한 Ma 점수를 씁니다.</translation>
    </message>
    <message>
        <source>Wall time of one picture from LR pixels to SR pixels, decoding and measuring left out; the first picture is done once beforehand to warm up.</source>
        <translation>사진 한 장을 LR 픽셀에서 SR 픽셀로 만드는 데 걸린 시간. 디코딩과 측정은 빼며, 첫 사진은 준비로 한 번 먼저 처리합니다.</translation>
    </message>
    <message>
        <source>Megapixels of SR made in a second; the mean is all megapixels by all seconds.</source>
        <translation>1초에 만든 SR의 메가픽셀. 평균은 전체 메가픽셀을 전체 시간으로 나눈 값입니다.</translation>
    </message>
    <message>
        <source>Y rounded to integers</source>
        <extracomment>How Y is rounded, as ``Metric.convention`` says it, and what NIQE adds.</extracomment>
        <translation>Y를 정수로 반올림</translation>
    </message>
    <message>
        <source>Y not rounded</source>
        <translation>Y 반올림 안 함</translation>
    </message>
    <message>
        <source>Compared with SR Studio&apos;s own pristine statistics, fitted to 50 freely licensed photographs; not comparable with published NIQE values.</source>
        <translation>자유 라이선스 사진 50장에 맞춘 SR Studio 자체 통계와 비교합니다. 발표된 NIQE 값과 비교할 수 없습니다.</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>(배율)</translation>
    </message>
</context>
<context>
    <name>Curves</name>
    <message>
        <source>Smoothing</source>
        <extracomment>Logical pixels: lower, nothing can be read off a chart. Points that a noisy curve is averaged over, at each place of the slider.</extracomment>
        <translation>평활화</translation>
    </message>
    <message>
        <source>Noisy curves are averaged over more points.</source>
        <translation>들쭉날쭉한 곡선을 더 많은 점으로 평균합니다.</translation>
    </message>
</context>
<context>
    <name>DamageLine</name>
    <message>
        <source>Use %1</source>
        <extracomment>Pictures whose damage is remembered while one goes from row to row.</extracomment>
        <translation>%1 사용</translation>
    </message>
    <message>
        <source>More models…</source>
        <translation>다른 모델…</translation>
    </message>
    <message>
        <source>The picture is noisy, and %2 makes texture of noise.</source>
        <translation>사진에 노이즈가 많고, %2은(는) 노이즈를 질감으로 만듭니다.</translation>
    </message>
    <message>
        <source>A noisy JPEG of quality %1: %2 makes texture of noise and blocks.</source>
        <translation>노이즈가 많은 품질 %1의 JPEG입니다. %2은(는) 노이즈와 블록을 질감으로 만듭니다.</translation>
    </message>
    <message>
        <source>A JPEG of quality %1: %2 makes texture of its blocks.</source>
        <translation>품질 %1의 JPEG입니다. %2은(는) 블록을 질감으로 만듭니다.</translation>
    </message>
</context>
<context>
    <name>DetailSlider</name>
    <message>
        <source>Faithful to detailed</source>
        <translation>충실함에서 세밀함까지</translation>
    </message>
    <message>
        <source>faithful</source>
        <translation>충실</translation>
    </message>
    <message>
        <source>detailed</source>
        <translation>세밀</translation>
    </message>
</context>
<context>
    <name>DialogDesk</name>
    <message>
        <source>About SR Studio</source>
        <translation>SR Studio 정보</translation>
    </message>
    <message>
        <source>Enlarge photographs, compare versions, train the networks, measure them, and ask people.

Apache License 2.0. Nothing is sent anywhere before you ask.</source>
        <translation>사진을 확대하고, 버전을 비교하고, 신경망을 학습하고, 측정하고, 사람들에게 묻습니다.

Apache License 2.0. 요청하기 전에는 어디로도 아무것도 보내지 않습니다.</translation>
    </message>
    <message>
        <source>Close SR Studio?</source>
        <translation>SR Studio를 닫을까요?</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Save all and close</source>
        <translation>모두 저장하고 닫기</translation>
    </message>
    <message>
        <source>Go on working</source>
        <translation>계속 작업</translation>
    </message>
</context>
<context>
    <name>Doctor</name>
    <message>
        <source>Program</source>
        <extracomment>As in ``sr_studio/commands/doctor.py``, which knows no Qt; here they are offered to translators.</extracomment>
        <translation>프로그램</translation>
    </message>
    <message>
        <source>not installed; needed for %1</source>
        <translation>설치되어 있지 않습니다. 필요한 곳: %1</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>설치되어 있지 않습니다</translation>
    </message>
    <message>
        <source>training and LPIPS</source>
        <translation>학습과 LPIPS</translation>
    </message>
    <message>
        <source>the fastest way on a CPU</source>
        <translation>CPU에서 가장 빠른 방법</translation>
    </message>
    <message>
        <source>models of many other projects</source>
        <translation>다른 여러 프로젝트의 모델</translation>
    </message>
    <message>
        <source>the window</source>
        <translation>창</translation>
    </message>
    <message>
        <source>System</source>
        <translation>시스템</translation>
    </message>
    <message>
        <source>Install it with: %1</source>
        <translation>설치하려면: %1</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>%1, %2 GB of memory free</source>
        <translation>%1, 빈 메모리 %2 GB</translation>
    </message>
    <message>
        <source>cores used</source>
        <translation>쓰는 코어 수</translation>
    </message>
    <message>
        <source>CPU features</source>
        <translation>CPU 기능</translation>
    </message>
    <message>
        <source>not known here</source>
        <translation>여기서는 알 수 없습니다</translation>
    </message>
    <message>
        <source>computes in %1</source>
        <translation>%1(으)로 계산합니다</translation>
    </message>
    <message>
        <source>does not run here; torch is used on the CPU</source>
        <translation>여기서는 돌지 않습니다. CPU에서는 torch를 씁니다</translation>
    </message>
    <message>
        <source>torch is built for CUDA %1, and no NVIDIA GPU can be used</source>
        <translation>torch는 CUDA %1용이지만 쓸 수 있는 NVIDIA GPU가 없습니다</translation>
    </message>
    <message>
        <source>With such a GPU in this computer, install or renew NVIDIA&apos;s driver.</source>
        <translation>이 컴퓨터에 그런 GPU가 있다면 NVIDIA 드라이버를 설치하거나 새로 설치하세요.</translation>
    </message>
    <message>
        <source>would be used</source>
        <translation>쓰게 될 것</translation>
    </message>
    <message>
        <source>%1, where a model was not tried yet</source>
        <translation>아직 시험하지 않은 모델에는 %1</translation>
    </message>
    <message>
        <source>%1; tried with each model</source>
        <translation>%1. 모델마다 시험합니다</translation>
    </message>
    <message>
        <source>Backends measured</source>
        <translation>측정한 백엔드</translation>
    </message>
    <message>
        <source>models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>none yet; the first use of a model tries what there is</source>
        <translation>아직 없습니다. 모델을 처음 쓸 때 있는 것을 시험합니다</translation>
    </message>
    <message>
        <source>%1 not possible</source>
        <translation>%1 불가능</translation>
    </message>
    <message>
        <source>%1 %2 ms, %3 levels off fp32</source>
        <translation>%1 %2 ms, fp32와 %3단계 차이</translation>
    </message>
    <message>
        <source>%1 %2 ms, %3 levels off fp32, so not used</source>
        <translation>%1 %2 ms, fp32와 %3단계 차이라 쓰지 않음</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>창</translation>
    </message>
    <message>
        <source>Qt&apos;s libraries</source>
        <translation>Qt 라이브러리</translation>
    </message>
    <message>
        <source>all found</source>
        <translation>모두 있습니다</translation>
    </message>
    <message>
        <source>the system lacks %1; needed for the window</source>
        <translation>시스템에 %1이(가) 없습니다. 창에 필요합니다</translation>
    </message>
    <message>
        <source>On Debian and Ubuntu: %1</source>
        <translation>Debian과 Ubuntu에서는: %1</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>아직 없습니다</translation>
    </message>
    <message>
        <source>`sr-studio models import FILE` adds one.</source>
        <translation>`sr-studio models import 파일`로 추가합니다.</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>손상됨</translation>
    </message>
    <message>
        <source>Remove or replace the file.</source>
        <translation>파일을 지우거나 바꾸세요.</translation>
    </message>
    <message>
        <source>Optional weights</source>
        <translation>선택 가중치</translation>
    </message>
    <message>
        <source>VGG19 (to train SRGAN and ESRGAN)</source>
        <translation>VGG19 (SRGAN과 ESRGAN 학습용)</translation>
    </message>
    <message>
        <source>AlexNet (for LPIPS)</source>
        <translation>AlexNet (LPIPS용)</translation>
    </message>
    <message>
        <source>not here</source>
        <translation>여기 없습니다</translation>
    </message>
    <message>
        <source>cannot be used: %1</source>
        <translation>쓸 수 없습니다: %1</translation>
    </message>
    <message>
        <source>Fetch them once with: %1; or name a file that has them (%2).</source>
        <translation>한 번만 받으면 됩니다: %1. 또는 가지고 있는 파일을 지정하세요(%2).</translation>
    </message>
    <message>
        <source>found</source>
        <translation>있습니다</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>공간</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>%1 of %2 GB free</source>
        <translation>%2 GB 중 %1 GB 비어 있음</translation>
    </message>
    <message>
        <source>own models</source>
        <translation>내 모델</translation>
    </message>
    <message>
        <source>training runs</source>
        <translation>학습 실행</translation>
    </message>
    <message>
        <source>cache</source>
        <translation>캐시</translation>
    </message>
    <message>
        <source>%1, %2 GB free</source>
        <translation>%1, %2 GB 비어 있음</translation>
    </message>
    <message>
        <source>Free some space, or set SR_STUDIO_HOME elsewhere.</source>
        <translation>공간을 비우거나 SR_STUDIO_HOME을 다른 곳으로 지정하세요.</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>오류</translation>
    </message>
    <message>
        <source>could not be looked at (%1)</source>
        <translation>살펴볼 수 없었습니다(%1)</translation>
    </message>
    <message>
        <source>Install the program anew.</source>
        <translation>프로그램을 다시 설치하세요.</translation>
    </message>
</context>
<context>
    <name>DoctorChild</name>
    <message>
        <source>It ended without an answer.</source>
        <translation>답을 내지 않고 끝났습니다.</translation>
    </message>
</context>
<context>
    <name>DoctorPage</name>
    <message>
        <source>Looking…</source>
        <translation>살펴보는 중…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>다시 살펴보기</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>자세한 내용 복사</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>찾아낸 것</translation>
    </message>
    <message>
        <source>Missing: %1</source>
        <translation>없음: %1</translation>
    </message>
    <message>
        <source>All that is needed is here.</source>
        <translation>필요한 것이 모두 있습니다.</translation>
    </message>
    <message>
        <source>It could not be looked at.</source>
        <translation>살펴볼 수 없었습니다.</translation>
    </message>
</context>
<context>
    <name>DropFrame</name>
    <message>
        <source>Drop to open</source>
        <translation>놓으면 엽니다</translation>
    </message>
</context>
<context>
    <name>Durations</name>
    <message>
        <source>%1 s</source>
        <extracomment>As in ``sr_studio/progress.py``, which knows no Qt; here they are offered to translators.</extracomment>
        <translation>%1초</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1분 %2초</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1시간 %2분</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Two-minute tour</source>
        <translation>2분 둘러보기</translation>
    </message>
</context>
<context>
    <name>EntriesModel</name>
    <message>
        <source>Published, not measured here</source>
        <translation>발표된 값으로, 여기서 측정하지 않음</translation>
    </message>
    <message>
        <source>time [s]</source>
        <translation>시간 [초]</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>사진 수</translation>
    </message>
    <message>
        <source>method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>data set</source>
        <translation>데이터셋</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>SR Studio</source>
        <translation>SR Studio</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>자세한 내용</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>무슨 일이</translation>
    </message>
    <message>
        <source>What was kept</source>
        <translation>남아 있는 것</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>할 수 있는 일</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>자세히 보기</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>자세한 내용 복사</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Something unforeseen happened (%1).</source>
        <extracomment>As in ``sr_studio/metrics``, ``comparison``, ``evaluation``, ``imaging``, ``upscaling``, ``engine`` and ``files.py``, which know no Qt; here they are offered to translators.</extracomment>
        <translation>예상하지 못한 일이 일어났습니다(%1).</translation>
    </message>
    <message>
        <source>these are not the weights of %1: %2 is missing or has another shape</source>
        <translation>%1의 가중치가 아닙니다: %2이(가) 없거나 모양이 다릅니다</translation>
    </message>
    <message>
        <source>LPIPS needs the ImageNet weights of %1, which are not on this computer</source>
        <translation>LPIPS에 필요한 %1의 ImageNet 가중치가 이 컴퓨터에 없습니다</translation>
    </message>
    <message>
        <source>Fetch them once with: %1; or lay a file %2 into %3, or name one with %4.</source>
        <translation>한 번만 받으면 됩니다: %1. 또는 파일 %2을(를) %3에 두거나 %4(으)로 지정하세요.</translation>
    </message>
    <message>
        <source>Name another file.</source>
        <translation>다른 파일을 지정하세요.</translation>
    </message>
    <message>
        <source>LPIPS needs %1 pixels, and %2 are left without the border</source>
        <translation>LPIPS에는 %1 픽셀이 필요한데 가장자리를 빼면 %2 픽셀이 남습니다</translation>
    </message>
    <message>
        <source>the weights cannot be read: %1</source>
        <translation>가중치를 읽을 수 없습니다: %1</translation>
    </message>
    <message>
        <source>the NIQE statistics cannot be read</source>
        <translation>NIQE 통계를 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>this file holds no NIQE statistics (a mean of 36 and a covariance of 36×36 values)</source>
        <translation>이 파일에 NIQE 통계(평균 36개와 공분산 36×36개)가 없습니다</translation>
    </message>
    <message>
        <source>NIQE finds no texture in this picture: its blocks are flat</source>
        <translation>이 사진에는 NIQE가 쓸 질감이 없습니다. 블록이 모두 평평합니다</translation>
    </message>
    <message>
        <source>NIQE needs at least two whole blocks of %1 pixels, and %2 pixels have %3</source>
        <translation>NIQE에는 온전한 %1 픽셀 블록이 두 개 이상 필요한데 %2 픽셀에는 %3개 있습니다</translation>
    </message>
    <message>
        <source>the sizes differ: the original has %1 pixels and the enlarged picture %2</source>
        <translation>크기가 다릅니다: 원본은 %1 픽셀, 확대한 사진은 %2 픽셀입니다</translation>
    </message>
    <message>
        <source>nothing of the picture is left to be measured</source>
        <translation>측정할 그림이 남지 않습니다</translation>
    </message>
    <message>
        <source>the picture is the original: PSNR is infinite</source>
        <translation>원본과 같은 사진이라 PSNR이 무한대입니다</translation>
    </message>
    <message>
        <source>there is not enough memory to measure it</source>
        <translation>재기에는 메모리가 모자랍니다</translation>
    </message>
    <message>
        <source>no Ma score was supplied, and the perceptual index is made of both</source>
        <translation>Ma 점수가 제공되지 않았습니다. 지각 지수에는 둘 다 필요합니다</translation>
    </message>
    <message>
        <source>there is no NIQE, and the perceptual index is made of both</source>
        <translation>NIQE가 없습니다. 지각 지수에는 둘 다 필요합니다</translation>
    </message>
    <message>
        <source>the LR picture has %1 pixels, and a scale of %2 asks for %3</source>
        <translation>LR 사진은 %1 픽셀인데 배율 %2에는 %3 픽셀이 필요합니다</translation>
    </message>
    <message>
        <source>the picture is too small for a scale of %1</source>
        <translation>배율 %1에는 사진이 너무 작습니다</translation>
    </message>
    <message>
        <source>%1 more pictures lie in folders below and are not measured</source>
        <translation>하위 폴더에 사진 %1장이 더 있으며 측정하지 않습니다</translation>
    </message>
    <message>
        <source>%1 on %2 rests on %3 pictures now and on %4 earlier</source>
        <translation>%2의 %1: 지금은 그림 %3장, 이전에는 %4장을 바탕으로 합니다</translation>
    </message>
    <message>
        <source>%1 on %2 rests on other pictures now than earlier</source>
        <translation>%2의 %1: 지금과 이전의 바탕이 되는 그림이 다릅니다</translation>
    </message>
    <message>
        <source>%1 was %2 and is %3: the numbers do not compare</source>
        <translation>%1: 이전 %2, 지금 %3. 두 수치는 비교할 수 없습니다</translation>
    </message>
    <message>
        <source>the scale</source>
        <translation>배율</translation>
    </message>
    <message>
        <source>the protocol</source>
        <translation>프로토콜</translation>
    </message>
    <message>
        <source>the way LR pictures are made</source>
        <translation>LR 그림을 만드는 방식</translation>
    </message>
    <message>
        <source>the convention of %1 was another one: %2</source>
        <translation>%1의 측정 규약이 이전에는 달랐습니다: %2</translation>
    </message>
    <message>
        <source>16 bits were rounded to 8 for measuring.</source>
        <translation>측정하려고 16비트를 8비트로 반올림했습니다.</translation>
    </message>
    <message>
        <source>Colours were converted to sRGB for measuring.</source>
        <translation>측정하려고 색을 sRGB로 바꾸었습니다.</translation>
    </message>
    <message>
        <source>Transparent parts were laid over white for measuring.</source>
        <translation>측정하려고 투명한 부분을 흰색 위에 얹었습니다.</translation>
    </message>
    <message>
        <source>this is a pipe or a device, not a file</source>
        <translation>파일이 아니라 파이프나 장치입니다</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>파일이 없습니다</translation>
    </message>
    <message>
        <source>this is a folder, not a picture</source>
        <translation>사진이 아니라 폴더입니다</translation>
    </message>
    <message>
        <source>Name the pictures in it.</source>
        <translation>그 안의 사진을 지정하세요.</translation>
    </message>
    <message>
        <source>the file may not be read</source>
        <translation>파일을 읽을 권한이 없습니다</translation>
    </message>
    <message>
        <source>Change its permissions.</source>
        <translation>권한을 바꾸세요.</translation>
    </message>
    <message>
        <source>the file cannot be opened (%1)</source>
        <translation>파일을 열 수 없습니다(%1)</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>파일이 비어 있습니다</translation>
    </message>
    <message>
        <source>this is a camera&apos;s raw file</source>
        <translation>카메라의 RAW 파일입니다</translation>
    </message>
    <message>
        <source>Develop it, and export it as TIFF or JPEG first.</source>
        <translation>먼저 현상해서 TIFF나 JPEG로 내보내세요.</translation>
    </message>
    <message>
        <source>this is not a picture</source>
        <translation>사진이 아닙니다</translation>
    </message>
    <message>
        <source>Known formats: %1.</source>
        <translation>읽을 수 있는 형식: %1.</translation>
    </message>
    <message>
        <source>the picture has no pixels</source>
        <translation>사진에 픽셀이 없습니다</translation>
    </message>
    <message>
        <source>it says it has %1 x %2 pixels, more than can be read</source>
        <translation>%1 x %2 픽셀이라고 되어 있는데, 읽을 수 있는 것보다 큽니다</translation>
    </message>
    <message>
        <source>it says it has %1 x %2 pixels, more than the limit of %3</source>
        <translation>%1 x %2 픽셀이라고 되어 있는데, 한도 %3픽셀보다 큽니다</translation>
    </message>
    <message>
        <source>Raise the pixel limit if you trust the file.</source>
        <translation>믿을 수 있는 파일이면 픽셀 한도를 올리세요.</translation>
    </message>
    <message>
        <source>there is not enough memory to decode it</source>
        <translation>디코딩할 메모리가 부족합니다</translation>
    </message>
    <message>
        <source>the %1 data is damaged or cut off%2</source>
        <translation>%1 데이터가 손상되었거나 잘렸습니다%2</translation>
    </message>
    <message>
        <source>its %1 compression is not known to the program</source>
        <translation>%1 압축 방식을 프로그램이 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>Save it without compression, or with LZW or Deflate.</source>
        <translation>압축 없이, 또는 LZW나 Deflate로 저장하세요.</translation>
    </message>
    <message>
        <source>its pixels are %1, which the program does not read</source>
        <translation>픽셀이 %1이어서 프로그램이 읽지 않습니다</translation>
    </message>
    <message>
        <source>32-bit real numbers</source>
        <translation>32비트 실수</translation>
    </message>
    <message>
        <source>64-bit real numbers</source>
        <translation>64비트 실수</translation>
    </message>
    <message>
        <source>Lab of 8 bits</source>
        <translation>8비트 Lab</translation>
    </message>
    <message>
        <source>of the type %1</source>
        <translation>%1 형식</translation>
    </message>
    <message>
        <source>Save it with 8 or 16 bits a channel, as RGB.</source>
        <translation>채널당 8비트나 16비트의 RGB로 저장하세요.</translation>
    </message>
    <message>
        <source>it has %1 channels, and the program reads up to 4</source>
        <translation>채널이 %1개인데 프로그램은 4개까지 읽습니다</translation>
    </message>
    <message>
        <source>the queue cannot be used (%1)</source>
        <translation>대기열을 사용할 수 없습니다(%1)</translation>
    </message>
    <message>
        <source>Free space on the disk, or move the file away to begin with an empty queue.</source>
        <translation>디스크 공간을 확보하거나, 이 파일을 다른 곳으로 옮겨 빈 대기열로 시작하세요.</translation>
    </message>
    <message>
        <source>the braces do not match (%1)</source>
        <translation>중괄호의 짝이 맞지 않습니다(%1)</translation>
    </message>
    <message>
        <source>there is no field %1</source>
        <translation>%1(이)라는 필드는 없습니다</translation>
    </message>
    <message>
        <source>%1 takes no format</source>
        <translation>%1에는 서식을 붙일 수 없습니다</translation>
    </message>
    <message>
        <source>the name is empty</source>
        <translation>이름이 비어 있습니다</translation>
    </message>
    <message>
        <source>Fields are %1.</source>
        <translation>쓸 수 있는 필드: %1.</translation>
    </message>
    <message>
        <source>%1 could not take this model (%2); torch in fp32 was used on the CPU.</source>
        <translation>%1이(가) 이 모델을 다루지 못해(%2) CPU에서 torch fp32를 썼습니다.</translation>
    </message>
    <message>
        <source>%1 could not take this model (its pixels are %2 levels off those of fp32); torch in fp32 was used on the CPU.</source>
        <translation>%1이(가) 이 모델을 다루지 못해(픽셀이 fp32와 %2단계 다름) CPU에서 torch fp32를 썼습니다.</translation>
    </message>
    <message>
        <source>%1 files are written for animations only</source>
        <translation>%1 파일은 애니메이션으로만 저장합니다</translation>
    </message>
    <message>
        <source>%1 files are written without movement: of %2 frames the first was taken. %3 keep all of them.</source>
        <translation>%1 파일은 움직임 없이 저장합니다. 프레임 %2개 중 첫 번째를 썼습니다. %3은(는) 모두 담습니다.</translation>
    </message>
    <message>
        <source>%1 has no partner to mix with; detail was left as it is.</source>
        <translation>%1에는 섞을 짝이 없어 세부 묘사를 그대로 두었습니다.</translation>
    </message>
    <message>
        <source>%1 holds at most %2 pixels a side, and the picture is %3</source>
        <translation>%1은(는) 한 변에 %2픽셀까지 담는데 사진은 %3입니다</translation>
    </message>
    <message>
        <source>%1 holds no IPTC records: they are left out.</source>
        <translation>%1은(는) IPTC 기록을 담지 못해 뺐습니다.</translation>
    </message>
    <message>
        <source>%1 holds no transparency: the picture is laid over white.</source>
        <translation>%1은(는) 투명도를 담지 못해 사진을 흰 바탕에 놓았습니다.</translation>
    </message>
    <message>
        <source>%1 is no backend</source>
        <translation>%1(이)라는 백엔드는 없습니다</translation>
    </message>
    <message>
        <source>%1 is no precision</source>
        <translation>%1(이)라는 정밀도는 없습니다</translation>
    </message>
    <message>
        <source>%1 is not a colour profile for pictures of %2 channels</source>
        <translation>%1은(는) %2채널 사진의 색상 프로파일이 아닙니다</translation>
    </message>
    <message>
        <source>%1 is not a format pictures can be written in</source>
        <translation>%1은(는) 사진을 저장할 수 있는 형식이 아닙니다</translation>
    </message>
    <message>
        <source>%1 is not possible</source>
        <translation>%1은(는) 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>%1 is written with 8 bits a channel: 16 bits are rounded.</source>
        <translation>%1은(는) 채널당 8비트로 저장해 16비트를 반올림합니다.</translation>
    </message>
    <message>
        <source>%1 lies outside 0..1</source>
        <translation>%1은(는) 0..1을 벗어납니다</translation>
    </message>
    <message>
        <source>%1 passes are not possible</source>
        <translation>%1번은 적용할 수 없습니다</translation>
    </message>
    <message>
        <source>%1 passes of a ×%2 model make ×%3</source>
        <translation>×%2 모델을 %1번 적용하면 ×%3이 됩니다</translation>
    </message>
    <message>
        <source>%1 was made for such pictures.</source>
        <translation>%1은(는) 그런 사진을 위해 만들어졌습니다.</translation>
    </message>
    <message>
        <source>%1 was there already and was kept.</source>
        <translation>%1은(는) 이미 있어 그대로 두었습니다.</translation>
    </message>
    <message>
        <source>%1: an unexpected error (%2). Nothing was written.</source>
        <translation>%1: 예상하지 못한 오류(%2). 아무것도 쓰지 않았습니다.</translation>
    </message>
    <message>
        <source>%1: the engine ended while it worked on it: %2. Nothing was written; try again, or with a smaller tile.</source>
        <translation>%1: 작업하던 중 엔진이 끝났습니다: %2. 아무것도 쓰지 않았습니다. 다시 하거나 타일을 줄여 보십시오.</translation>
    </message>
    <message>
        <source>%1×%2 pixels need %3 of memory and %4 are free</source>
        <translation>%1×%2픽셀에는 메모리 %3이(가) 필요한데 %4만 남아 있습니다</translation>
    </message>
    <message>
        <source>0 is faithful, 1 is detailed.</source>
        <translation>0은 충실하게, 1은 세밀하게입니다.</translation>
    </message>
    <message>
        <source>a file is in the way of this folder</source>
        <translation>이 폴더 자리에 파일이 있습니다</translation>
    </message>
    <message>
        <source>a file without a suffix</source>
        <translation>확장자 없는 파일</translation>
    </message>
    <message>
        <source>a scale of %1 is not possible</source>
        <translation>배율 %1은(는) 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>a tile of %1 pixels is not possible</source>
        <translation>%1픽셀 타일은 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>A width, a height, both for a box to fit into, or megapixels.</source>
        <translation>너비, 높이, 둘 다(맞출 상자), 또는 메가픽셀을 지정하십시오.</translation>
    </message>
    <message>
        <source>All %1 frames were made larger.</source>
        <translation>프레임 %1개를 모두 키웠습니다.</translation>
    </message>
    <message>
        <source>an unexpected error (%1)</source>
        <translation>예상하지 못한 오류(%1)</translation>
    </message>
    <message>
        <source>another window or command is at work on this batch</source>
        <translation>다른 창이나 명령이 이 묶음을 작업하고 있습니다</translation>
    </message>
    <message>
        <source>Choose 1 to %1.</source>
        <translation>1에서 %1까지 고르십시오.</translation>
    </message>
    <message>
        <source>Choose a number above 0 and up to %1.</source>
        <translation>0보다 크고 %1 이하인 수를 고르십시오.</translation>
    </message>
    <message>
        <source>Choose a number above 0.</source>
        <translation>0보다 큰 수를 고르십시오.</translation>
    </message>
    <message>
        <source>Choose a number of pixels, or auto.</source>
        <translation>픽셀 수나 auto를 고르십시오.</translation>
    </message>
    <message>
        <source>Choose a shorter one.</source>
        <translation>더 짧은 이름을 고르십시오.</translation>
    </message>
    <message>
        <source>Choose a smaller scale, or close other programs.</source>
        <translation>배율을 줄이거나 다른 프로그램을 닫으십시오.</translation>
    </message>
    <message>
        <source>Choose a smaller scale.</source>
        <translation>배율을 줄이십시오.</translation>
    </message>
    <message>
        <source>Choose another folder or change its permissions.</source>
        <translation>다른 폴더를 고르거나 권한을 바꾸십시오.</translation>
    </message>
    <message>
        <source>Choose another format or a smaller scale.</source>
        <translation>다른 형식이나 더 작은 배율을 고르십시오.</translation>
    </message>
    <message>
        <source>Choose another format; TIFF has no limit of this kind.</source>
        <translation>다른 형식을 고르십시오. TIFF에는 이런 한계가 없습니다.</translation>
    </message>
    <message>
        <source>Choose another name or folder.</source>
        <translation>다른 이름이나 폴더를 고르십시오.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>다른 이름을 고르십시오.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>다른 것을 고르십시오.</translation>
    </message>
    <message>
        <source>Choose one of %1.</source>
        <translation>다음 중에서 고르십시오: %1.</translation>
    </message>
    <message>
        <source>Choose one of auto, %1.</source>
        <translation>다음 중에서 고르십시오: auto, %1.</translation>
    </message>
    <message>
        <source>Choose the backend torch.</source>
        <translation>백엔드 torch를 고르십시오.</translation>
    </message>
    <message>
        <source>Choose the device cpu, or the backend torch.</source>
        <translation>장치 cpu나 백엔드 torch를 고르십시오.</translation>
    </message>
    <message>
        <source>Close other programs, choose another model, or the device cpu.</source>
        <translation>다른 프로그램을 닫거나 다른 모델 또는 장치 cpu를 고르십시오.</translation>
    </message>
    <message>
        <source>Converted from %1 to sRGB for the network, and back.</source>
        <translation>신경망을 위해 %1에서 sRGB로 바꾸었다가 되돌렸습니다.</translation>
    </message>
    <message>
        <source>Converted from %1 to sRGB.</source>
        <translation>%1에서 sRGB로 바꾸었습니다.</translation>
    </message>
    <message>
        <source>Converted from CMYK to sRGB.</source>
        <translation>CMYK에서 sRGB로 바꾸었습니다.</translation>
    </message>
    <message>
        <source>encoding as %1 failed%2</source>
        <translation>%1(으)로 인코딩하지 못했습니다%2</translation>
    </message>
    <message>
        <source>EXIF and IPTC are not written into TIFF files above 4 GB: left out.</source>
        <translation>4 GB가 넘는 TIFF 파일에는 EXIF와 IPTC를 쓰지 않아 뺐습니다.</translation>
    </message>
    <message>
        <source>Free some space or choose another folder.</source>
        <translation>공간을 비우거나 다른 폴더를 고르십시오.</translation>
    </message>
    <message>
        <source>Free some space, choose a smaller scale, or %1.</source>
        <translation>공간을 비우거나 더 작은 배율 또는 %1을(를) 고르십시오.</translation>
    </message>
    <message>
        <source>GIF holds 256 colours a frame, and no half transparency.</source>
        <translation>GIF는 프레임당 256색을 담고 반투명은 담지 못합니다.</translation>
    </message>
    <message>
        <source>HEIC pictures need the package pi-heif</source>
        <translation>HEIC 사진에는 pi-heif 패키지가 필요합니다</translation>
    </message>
    <message>
        <source>In %1 the result was not usable; it was made in fp32.</source>
        <translation>%1에서는 결과를 쓸 수 없어 fp32로 만들었습니다.</translation>
    </message>
    <message>
        <source>Install it with: pip install pi-heif</source>
        <translation>다음으로 설치하십시오: pip install pi-heif</translation>
    </message>
    <message>
        <source>Install the card&apos;s driver and the extra `ncnn`, or leave the backend to auto.</source>
        <translation>그래픽 카드 드라이버와 추가 패키지 `ncnn`을 설치하거나 백엔드를 auto로 두십시오.</translation>
    </message>
    <message>
        <source>It is shown as if it were sRGB.</source>
        <translation>sRGB인 것처럼 보여 줍니다.</translation>
    </message>
    <message>
        <source>Its colour profile does not fit its pixels and was left out.</source>
        <translation>색상 프로파일이 픽셀과 맞지 않아 뺐습니다.</translation>
    </message>
    <message>
        <source>Its EXIF block is damaged and was left out.</source>
        <translation>EXIF 블록이 손상되어 뺐습니다.</translation>
    </message>
    <message>
        <source>Its result was resized to %1 by antialiased bicubic interpolation.</source>
        <translation>결과를 안티에일리어싱 쌍삼차 보간으로 %1(으)로 맞추었습니다.</translation>
    </message>
    <message>
        <source>JPEG holds 64 kB of %1: %2 bytes are left out.</source>
        <translation>JPEG는 %1을(를) 64 kB까지 담아 %2바이트를 뺐습니다.</translation>
    </message>
    <message>
        <source>Leave the device to auto with this backend.</source>
        <translation>이 백엔드에서는 장치를 auto로 두십시오.</translation>
    </message>
    <message>
        <source>Make it or choose another one.</source>
        <translation>폴더를 만들거나 다른 것을 고르십시오.</translation>
    </message>
    <message>
        <source>Memory did not suffice for tiles of %1; %2 was used.</source>
        <translation>%1 타일에는 메모리가 모자라 %2을(를) 썼습니다.</translation>
    </message>
    <message>
        <source>memory does not suffice for this picture</source>
        <translation>이 사진에는 메모리가 모자랍니다</translation>
    </message>
    <message>
        <source>memory does not suffice to open the model on %1</source>
        <translation>%1에서 모델을 열기에는 메모리가 모자랍니다</translation>
    </message>
    <message>
        <source>memory does not suffice, even for the smallest tiles</source>
        <translation>가장 작은 타일에도 메모리가 모자랍니다</translation>
    </message>
    <message>
        <source>Name a scale up to %1 as well, or fewer passes.</source>
        <translation>%1 이하의 배율도 지정하거나 횟수를 줄이십시오.</translation>
    </message>
    <message>
        <source>name either a scale or a size</source>
        <translation>배율과 크기 중 하나만 지정하십시오</translation>
    </message>
    <message>
        <source>name either sides or megapixels</source>
        <translation>변과 메가픽셀 중 하나만 지정하십시오</translation>
    </message>
    <message>
        <source>ncnn finds no graphics card with Vulkan on this computer</source>
        <translation>ncnn이 이 컴퓨터에서 Vulkan 그래픽 카드를 찾지 못했습니다</translation>
    </message>
    <message>
        <source>ncnn uses the card %1</source>
        <translation>ncnn은 그래픽 카드 %1을(를) 씁니다</translation>
    </message>
    <message>
        <source>Of their 16 bits a channel 8 were taken: so animations are read.</source>
        <translation>채널당 16비트 중 8비트를 썼습니다. 애니메이션은 그렇게 읽습니다.</translation>
    </message>
    <message>
        <source>OpenVINO does not run on this computer</source>
        <translation>이 컴퓨터에서는 OpenVINO가 동작하지 않습니다</translation>
    </message>
    <message>
        <source>OpenVINO is used on the CPU only</source>
        <translation>OpenVINO는 CPU에서만 씁니다</translation>
    </message>
    <message>
        <source>Save the picture as sRGB in another program, or remove its profile.</source>
        <translation>다른 프로그램에서 sRGB로 저장하거나 프로파일을 지우십시오.</translation>
    </message>
    <message>
        <source>The card and the weights in the model file do not belong together.</source>
        <translation>모델 파일의 카드와 가중치가 서로 맞지 않습니다.</translation>
    </message>
    <message>
        <source>the colour profile %1 cannot be used%2</source>
        <translation>색상 프로파일 %1을(를) 쓸 수 없습니다%2</translation>
    </message>
    <message>
        <source>the disk is full and nothing was written</source>
        <translation>디스크가 가득 차서 아무것도 쓰지 않았습니다</translation>
    </message>
    <message>
        <source>the engine could not start: %1. `sr-studio doctor` says what is missing.</source>
        <translation>엔진을 시작할 수 없습니다: %1. 무엇이 없는지 `sr-studio doctor`가 알려 줍니다.</translation>
    </message>
    <message>
        <source>the engine ended: %1</source>
        <translation>엔진이 끝났습니다: %1</translation>
    </message>
    <message>
        <source>The file has %1 pages or frames; the first is taken.</source>
        <translation>파일에 쪽이나 프레임이 %1개 있어 첫 번째를 씁니다.</translation>
    </message>
    <message>
        <source>The file is %1, whatever its name says.</source>
        <translation>이름과 달리 파일은 %1입니다.</translation>
    </message>
    <message>
        <source>the folder does not exist</source>
        <translation>폴더가 없습니다</translation>
    </message>
    <message>
        <source>the folder may not be written to</source>
        <translation>폴더에 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>The model expects another range of values than its card says, is untrained or damaged; try another model.</source>
        <translation>모델이 카드와 다른 값 범위를 기대하거나 학습되지 않았거나 손상되었습니다. 다른 모델을 써 보십시오.</translation>
    </message>
    <message>
        <source>The model file is damaged or untrained, or the device&apos;s driver failed; try another model, or the device cpu.</source>
        <translation>모델 파일이 손상되었거나 학습되지 않았거나 장치 드라이버가 실패했습니다. 다른 모델이나 장치 cpu를 써 보십시오.</translation>
    </message>
    <message>
        <source>the name is longer than the %1 bytes a file system takes</source>
        <translation>이름이 파일 시스템이 받는 %1바이트보다 깁니다</translation>
    </message>
    <message>
        <source>the network gave values that are not numbers (in %1)</source>
        <translation>신경망이 숫자가 아닌 값을 냈습니다(%1)</translation>
    </message>
    <message>
        <source>the network made %1 pixels of %2 where its card says ×%3</source>
        <translation>카드에는 ×%3(이)라고 되어 있지만 신경망이 %2에서 %1픽셀을 만들었습니다</translation>
    </message>
    <message>
        <source>The network worked on the colours as they are.</source>
        <translation>신경망은 색을 있는 그대로 다루었습니다.</translation>
    </message>
    <message>
        <source>The picture is a JPEG of quality %1 and noisy: %2 makes texture of blocks and noise.</source>
        <translation>사진은 품질 %1의 JPEG이고 노이즈가 있습니다. %2은(는) 블록과 노이즈를 질감으로 만듭니다.</translation>
    </message>
    <message>
        <source>The picture is a JPEG of quality %1: %2 makes texture of blocks.</source>
        <translation>사진은 품질 %1의 JPEG입니다. %2은(는) 블록을 질감으로 만듭니다.</translation>
    </message>
    <message>
        <source>The picture is noisy: %2 makes texture of noise.</source>
        <translation>사진에 노이즈가 있습니다. %2은(는) 노이즈를 질감으로 만듭니다.</translation>
    </message>
    <message>
        <source>The picture was changed while it waited; the new one was taken.</source>
        <translation>기다리는 동안 사진이 바뀌어 새 사진을 썼습니다.</translation>
    </message>
    <message>
        <source>the quality must be 1 to 100, not %1</source>
        <translation>품질은 1에서 100까지여야 하며 %1은(는) 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>the queue was written by a later version of the program</source>
        <translation>대기열을 더 새로운 버전의 프로그램이 썼습니다</translation>
    </message>
    <message>
        <source>the region lies outside the picture</source>
        <translation>영역이 사진 밖에 있습니다</translation>
    </message>
    <message>
        <source>the result is black where the picture is not</source>
        <translation>사진은 그렇지 않은데 결과가 검습니다</translation>
    </message>
    <message>
        <source>the result is of one colour where the picture is not</source>
        <translation>사진은 그렇지 않은데 결과가 한 가지 색입니다</translation>
    </message>
    <message>
        <source>the result needs at least %1 of disk and %2 are free</source>
        <translation>결과에는 디스크가 적어도 %1 필요한데 %2만 남아 있습니다</translation>
    </message>
    <message>
        <source>the result would replace the picture itself</source>
        <translation>결과가 원본 사진을 덮어쓰게 됩니다</translation>
    </message>
    <message>
        <source>the result&apos;s brightness (%1) is far from the picture&apos;s (%2)</source>
        <translation>결과의 밝기(%1)가 사진의 밝기(%2)와 크게 다릅니다</translation>
    </message>
    <message>
        <source>The ×%1 model was applied %2 times and its result resized to %3 by antialiased bicubic interpolation.</source>
        <translation>×%1 모델을 %2번 적용하고 결과를 안티에일리어싱 쌍삼차 보간으로 %3(으)로 맞추었습니다.</translation>
    </message>
    <message>
        <source>The ×%1 model was applied %2 times.</source>
        <translation>×%1 모델을 %2번 적용했습니다.</translation>
    </message>
    <message>
        <source>The ×%1 model was applied and its result resized to %3 by antialiased bicubic interpolation.</source>
        <translation>×%1 모델을 적용하고 결과를 안티에일리어싱 쌍삼차 보간으로 %3(으)로 맞추었습니다.</translation>
    </message>
    <message>
        <source>there is no such device here</source>
        <translation>여기에는 그런 장치가 없습니다</translation>
    </message>
    <message>
        <source>this is a folder, not a file</source>
        <translation>파일이 아니라 폴더입니다</translation>
    </message>
    <message>
        <source>this is not an animation</source>
        <translation>애니메이션이 아닙니다</translation>
    </message>
    <message>
        <source>This network looks at the whole picture; it was not tiled.</source>
        <translation>이 신경망은 사진 전체를 보므로 타일로 나누지 않았습니다.</translation>
    </message>
    <message>
        <source>Tiles differed where they meet; their margin is now %1.</source>
        <translation>타일이 만나는 곳이 달라 여백을 %1(으)로 늘렸습니다.</translation>
    </message>
    <message>
        <source>Tiles of this network may differ slightly where they meet.</source>
        <translation>이 신경망의 타일은 만나는 곳이 조금 다를 수 있습니다.</translation>
    </message>
    <message>
        <source>Try the precision fp32; if it persists, the model file is damaged.</source>
        <translation>정밀도 fp32를 써 보십시오. 그래도 같으면 모델 파일이 손상된 것입니다.</translation>
    </message>
    <message>
        <source>Use one of %1.</source>
        <translation>다음 중에서 쓰십시오: %1.</translation>
    </message>
    <message>
        <source>Use that version, or move the file away.</source>
        <translation>그 버전을 쓰거나 파일을 옮기십시오.</translation>
    </message>
    <message>
        <source>writing failed (%1)</source>
        <translation>쓰지 못했습니다(%1)</translation>
    </message>
</context>
<context>
    <name>EvaluateForm</name>
    <message>
        <source>Y not rounded</source>
        <extracomment>The line of the LR box that is no way to make LR pictures.</extracomment>
        <translation>Y 반올림 안 함</translation>
    </message>
    <message>
        <source>MATLAB&apos;s uint8</source>
        <translation>MATLAB uint8</translation>
    </message>
    <message>
        <source>bicubic, uint8</source>
        <translation>쌍삼차, uint8</translation>
    </message>
    <message>
        <source>bicubic, double</source>
        <translation>쌍삼차, double</translation>
    </message>
    <message>
        <source>Gaussian blur</source>
        <translation>가우시안 블러</translation>
    </message>
    <message>
        <source>files of a folder…</source>
        <translation>폴더의 파일…</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>Add a folder of HR pictures.</source>
        <translation>HR 사진 폴더를 추가하세요.</translation>
    </message>
    <message>
        <source>%1 holds no pictures.</source>
        <translation>%1에 사진이 없습니다.</translation>
    </message>
    <message>
        <source>Check at least one metric.</source>
        <translation>지표를 하나 이상 고르세요.</translation>
    </message>
    <message>
        <source>files of %1</source>
        <translation>%1의 파일</translation>
    </message>
    <message>
        <source>SR folder…</source>
        <translation>SR 폴더…</translation>
    </message>
    <message>
        <source>Measure SR pictures that some other program made.</source>
        <translation>다른 프로그램으로 만든 SR 사진을 측정합니다.</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>빼기</translation>
    </message>
    <message>
        <source>Take the folder off the list; no file is removed.</source>
        <translation>폴더를 목록에서 뺍니다. 파일은 지우지 않습니다.</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>추가…</translation>
    </message>
    <message>
        <source>Add a folder of HR pictures; or drop one anywhere.</source>
        <translation>HR 사진 폴더를 추가합니다. 창 아무 곳에나 놓아도 됩니다.</translation>
    </message>
    <message>
        <source>HR pictures</source>
        <translation>HR 사진</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>지표</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>배율</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>프로토콜</translation>
    </message>
    <message>
        <source>LR pictures</source>
        <translation>LR 사진</translation>
    </message>
</context>
<context>
    <name>EvaluatePage</name>
    <message>
        <source>Measuring</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>Drop a folder of HR pictures here.</source>
        <translation>HR 사진 폴더를 여기에 놓으세요.</translation>
    </message>
    <message>
        <source>Methods make LR pictures large again; their SR is held against the HR.</source>
        <translation>여러 방법으로 LR 사진을 다시 확대하고, 그 SR을 HR과 비교합니다.</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>폴더 추가…</translation>
    </message>
    <message>
        <source>Open a saved evaluation…</source>
        <translation>저장한 평가 열기…</translation>
    </message>
    <message>
        <source>An evaluation is under way and would end.</source>
        <translation>평가가 진행 중입니다. 닫으면 중단됩니다.</translation>
    </message>
    <message>
        <source>Cancel the evaluation first, or let it end.</source>
        <translation>먼저 평가를 취소하거나 끝날 때까지 기다리세요.</translation>
    </message>
    <message>
        <source>What is shown is as it was.</source>
        <translation>보이는 내용은 그대로입니다.</translation>
    </message>
    <message>
        <source>Opened from %1.</source>
        <translation>%1에서 열었습니다.</translation>
    </message>
    <message>
        <source>measuring, %1 %</source>
        <translation>측정 중, %1 %</translation>
    </message>
    <message>
        <source>Kept as %1.</source>
        <translation>%1에 보관했습니다.</translation>
    </message>
    <message>
        <source>Not whole.</source>
        <translation>끝까지 측정하지 못했습니다.</translation>
    </message>
    <message>
        <source>Measuring has ended.</source>
        <translation>측정이 끝났습니다.</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>취소하는 중…</translation>
    </message>
    <message>
        <source>Open a saved evaluation</source>
        <translation>저장한 평가 열기</translation>
    </message>
    <message>
        <source>Evaluations</source>
        <translation>평가</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Figure with magnified boxes</source>
        <extracomment>Suffix → what the file is, in the order of the dialog.</extracomment>
        <translation>확대 상자가 있는 그림</translation>
    </message>
    <message>
        <source>Page with a slider</source>
        <translation>슬라이더가 있는 페이지</translation>
    </message>
    <message>
        <source>Animated flip, WebP</source>
        <translation>번갈아 보이는 애니메이션, WebP</translation>
    </message>
    <message>
        <source>Animated flip, PNG</source>
        <translation>번갈아 보이는 애니메이션, PNG</translation>
    </message>
    <message>
        <source>Animated flip, GIF</source>
        <translation>번갈아 보이는 애니메이션, GIF</translation>
    </message>
    <message>
        <source>Comparison to open again</source>
        <translation>다시 열 수 있는 비교</translation>
    </message>
    <message>
        <source>Left</source>
        <extracomment>The words of the page, by their key there.</extracomment>
        <translation>왼쪽</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>오른쪽</translation>
    </message>
    <message>
        <source>Where the line stands</source>
        <translation>선의 위치</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>배율</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>창에 맞추기</translation>
    </message>
    <message>
        <source>Drag the line, or use the arrow keys on the slider.</source>
        <translation>선을 끌거나, 슬라이더에서 화살표 키를 쓰세요.</translation>
    </message>
    <message>
        <source>Save the comparison</source>
        <translation>비교 저장</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>%1(으)로 저장했습니다</translation>
    </message>
    <message>
        <source>The comparison is as it was.</source>
        <translation>비교는 그대로입니다.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export the model</source>
        <translation>모델 내보내기</translation>
    </message>
    <message>
        <source>my models</source>
        <translation>내 모델</translation>
    </message>
    <message>
        <source>safetensors, with its card</source>
        <translation>safetensors, 모델 카드 포함</translation>
    </message>
    <message>
        <source>pth, for other programs</source>
        <translation>pth, 다른 프로그램용</translation>
    </message>
    <message>
        <source>ONNX, for other programs</source>
        <translation>ONNX, 다른 프로그램용</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>체크포인트</translation>
    </message>
    <message>
        <source>Into</source>
        <translation>내보낼 형태</translation>
    </message>
    <message>
        <source>Licence of the weights</source>
        <translation>가중치의 라이선스</translation>
    </message>
    <message>
        <source>Slider of detail with</source>
        <translation>세밀함 슬라이더의 짝</translation>
    </message>
    <message>
        <source>The folder of pictures says nothing of their licences.</source>
        <translation>사진 폴더에 라이선스 정보가 없습니다.</translation>
    </message>
    <message>
        <source>The pictures stand under: %1.</source>
        <translation>사진의 라이선스: %1.</translation>
    </message>
    <message>
        <source>Some state none, so that none is proposed for the weights.</source>
        <translation>라이선스가 표시되지 않은 사진이 있어 가중치의 라이선스를 제안하지 않습니다.</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Values and scores</source>
        <translation>값과 점수</translation>
    </message>
    <message>
        <source>Measuring against %1…</source>
        <translation>%1과(와) 비교해 측정하는 중…</translation>
    </message>
    <message>
        <source>Against %1 (%2)</source>
        <translation>%1 대비 (%2)</translation>
    </message>
    <message>
        <source>region %1</source>
        <translation>영역 %1</translation>
    </message>
    <message>
        <source>moved or turned, and not measured so</source>
        <translation>옮기거나 돌린 상태라 재지 않았습니다</translation>
    </message>
    <message>
        <source>there is not enough memory to measure it</source>
        <translation>측정하기에는 메모리가 모자랍니다</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>Pictures</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>모든 파일</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>%1 is there already.</source>
        <translation>%1이(가) 이미 있습니다.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>바꾸기</translation>
    </message>
</context>
<context>
    <name>Fixes</name>
    <message>
        <source>Set %1 to %2</source>
        <translation>%1을(를) %2(으)로 설정</translation>
    </message>
</context>
<context>
    <name>FolderLine</name>
    <message>
        <source>Folder of HR pictures</source>
        <extracomment>Names of left-out pictures that a tooltip lists.</extracomment>
        <translation>HR 사진 폴더</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>고르기: %1</translation>
    </message>
    <message>
        <source>Choose a folder of HR pictures.</source>
        <translation>HR 사진 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>The folder of HR pictures does not exist.</source>
        <translation>HR 사진 폴더가 없습니다.</translation>
    </message>
    <message>
        <source>%1 usable</source>
        <translation>%1장 사용 가능</translation>
    </message>
    <message>
        <source>%1 too small</source>
        <translation>%1장 너무 작음</translation>
    </message>
    <message>
        <source>%1 unreadable</source>
        <translation>%1장 읽을 수 없음</translation>
    </message>
    <message>
        <source>%1 kept back for validation</source>
        <translation>%1장은 검증용</translation>
    </message>
    <message>
        <source>smaller than a crop</source>
        <translation>학습에 쓰는 조각보다 작음</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>그 밖에 %1장</translation>
    </message>
    <message>
        <source>Looking at the pictures …</source>
        <translation>사진을 살펴보는 중…</translation>
    </message>
</context>
<context>
    <name>FolderList</name>
    <message>
        <source>Folders of HR pictures</source>
        <translation>HR 사진 폴더</translation>
    </message>
    <message>
        <source>There is no folder %1.</source>
        <translation>%1 폴더가 없습니다.</translation>
    </message>
    <message>
        <source>Choose a folder of HR pictures.</source>
        <translation>HR 사진 폴더를 고르세요.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>사진 %n장</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FolderSearch</name>
    <message>
        <source>Looking for pictures in %1…</source>
        <translation>%1에서 사진을 찾는 중…</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) of earlier times were left out.</source>
        <translation>
            <numerusform>전에 만든 결과 %n개는 뺐습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop a file itself to take it.</source>
        <translation>그 파일을 직접 끌어다 놓으면 넣습니다.</translation>
    </message>
    <message>
        <source>There is no picture in the folder.</source>
        <translation>폴더에 사진이 없습니다.</translation>
    </message>
</context>
<context>
    <name>Health</name>
    <message>
        <source>%1 dB in %2, still improving</source>
        <translation>%2 동안 %1 dB, 아직 좋아지는 중</translation>
    </message>
    <message>
        <source>%1 dB in %2; the best was at iteration %3</source>
        <translation>%2 동안 %1 dB, 최고는 반복 %3</translation>
    </message>
    <message>
        <source>%1 dB below its best of iteration %2</source>
        <translation>반복 %2의 최고값보다 %1 dB 낮음</translation>
    </message>
    <message>
        <source>the discriminator has won (%1): the adversarial term teaches little</source>
        <translation>판별자가 이겼음(%1): 적대적 손실에서 배우는 것이 거의 없음</translation>
    </message>
    <message>
        <source>the discriminator has no say (%1)</source>
        <translation>판별자가 힘을 쓰지 못함(%1)</translation>
    </message>
    <message>
        <source>the loss is %1 times what it was at iteration %2</source>
        <translation>손실이 반복 %2 때의 %1배</translation>
    </message>
    <message>
        <source>the losses stopped being numbers %1 time(s)</source>
        <translation>손실이 숫자가 아니게 된 횟수: %1회</translation>
    </message>
    <message>
        <source>slower than usual: %1 it/s instead of %2</source>
        <translation>평소보다 느림: 초당 %2회 대신 %1회</translation>
    </message>
    <message>
        <source>memory has grown to %1 GB from %2 GB</source>
        <translation>메모리가 %2 GB에서 %1 GB로 늘어남</translation>
    </message>
    <message>
        <source>%1 validation(s) so far: too early to tell</source>
        <translation>지금까지 검증 %1회: 판단하기에 이름</translation>
    </message>
    <message>
        <source>the last quarter</source>
        <translation>마지막 4분의 1</translation>
    </message>
    <message>
        <source>the last %1 min</source>
        <translation>최근 %1분</translation>
    </message>
    <message>
        <source>the last hour</source>
        <translation>최근 1시간</translation>
    </message>
    <message>
        <source>the last %1 h</source>
        <translation>최근 %1시간</translation>
    </message>
</context>
<context>
    <name>Hub</name>
    <message>
        <source>not for commercial use</source>
        <extracomment>What sr_studio.hub says without Qt; this is where the texts are offered to translators.</extracomment>
        <translation>상업적 사용 불가</translation>
    </message>
    <message>
        <source>commercial use not clear</source>
        <translation>상업적 사용 가능 여부 불분명</translation>
    </message>
    <message>
        <source>Small and quick; takes noise and JPEG blocks away, smooths a little.</source>
        <translation>작고 빠릅니다. 노이즈와 JPEG 블록을 없애고 조금 부드럽게 만듭니다.</translation>
    </message>
    <message>
        <source>Photographs from the web: noise, lens blur, recompression.</source>
        <translation>웹에서 온 사진용: 노이즈, 렌즈 블러, 다시 압축한 흔적.</translation>
    </message>
    <message>
        <source>The classic for damaged photographs; strong, large and slow.</source>
        <translation>손상된 사진에 널리 쓰이는 모델. 강력하지만 크고 느립니다.</translation>
    </message>
    <message>
        <source>Drawings and animation: clean lines.</source>
        <translation>그림과 애니메이션용: 선이 깔끔합니다.</translation>
    </message>
    <message>
        <source>Scans and photographs of text, twice as large.</source>
        <translation>스캔하거나 찍은 글자를 두 배로 확대합니다.</translation>
    </message>
    <message>
        <source>The index has no file of it that this program opens (pth or safetensors).</source>
        <translation>목록에 이 프로그램이 열 수 있는 파일(pth, safetensors)이 없습니다.</translation>
    </message>
    <message>
        <source>It lies where only a browser gets at it; fetch it there and import the file.</source>
        <translation>브라우저로만 받을 수 있는 곳에 있습니다. 브라우저로 내려받아 파일을 가져오세요.</translation>
    </message>
    <message>
        <source>The index has no SHA-256 of it, so nothing could tell whether it is the one.</source>
        <translation>목록에 SHA-256 값이 없어, 받은 파일이 맞는지 확인할 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>Importing</name>
    <message>
        <source>%1 is in the list of methods.</source>
        <translation>%1이(가) 방법 목록에 있습니다.</translation>
    </message>
    <message>
        <source>The list of methods is as it was.</source>
        <translation>방법 목록은 그대로입니다.</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Scale</source>
        <translation>배율</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>예상</translation>
    </message>
    <message>
        <source>More models…</source>
        <extracomment>Logical pixels in which everything down to the scale is seen without scrolling.</extracomment>
        <translation>다른 모델…</translation>
    </message>
    <message>
        <source>Upscale</source>
        <translation>업스케일</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>Interpolations have no such choice.</source>
        <translation>보간법에는 이 선택이 없습니다.</translation>
    </message>
    <message>
        <source>This model has no partner to blend with.</source>
        <translation>이 모델에는 섞을 짝이 없습니다.</translation>
    </message>
    <message>
        <source>The scale is a number above 0 and up to %1.</source>
        <translation>배율은 0보다 크고 %1 이하인 수입니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>사진 %n장</numerusform>
        </translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>약 %1</translation>
    </message>
    <message>
        <source>%1 of memory</source>
        <translation>메모리 %1</translation>
    </message>
    <message>
        <source>at most %1 on the disk</source>
        <translation>디스크 최대 %1</translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>클립보드에 사진이 없습니다.</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>%1 파일이 없습니다.</translation>
    </message>
    <message>
        <source>%1 cannot be looked at.</source>
        <translation>%1을(를) 볼 수 없습니다.</translation>
    </message>
    <message>
        <source>Check the name and the folder.</source>
        <translation>이름과 폴더를 확인하세요.</translation>
    </message>
    <message>
        <source>%1 is neither a picture nor a model this program can read.</source>
        <translation>%1은(는) 이 프로그램이 읽을 수 있는 사진이나 모델이 아닙니다.</translation>
    </message>
    <message>
        <source>%1 of the files are neither pictures nor models, or not there.</source>
        <translation>파일 %1개는 사진도 모델도 아니거나, 없는 파일입니다.</translation>
    </message>
    <message>
        <source>Pictures are PNG, JPEG, WebP, TIFF, BMP, AVIF or HEIC files.</source>
        <translation>사진은 PNG, JPEG, WebP, TIFF, BMP, AVIF, HEIC 파일입니다.</translation>
    </message>
</context>
<context>
    <name>KeyForm</name>
    <message>
        <source>All keys of the recipe</source>
        <translation>레시피의 모든 항목</translation>
    </message>
    <message>
        <source>Search keys</source>
        <translation>항목 찾기</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>항목</translation>
    </message>
    <message>
        <source>Wanted</source>
        <translation>바꿀 값</translation>
    </message>
    <message>
        <source>Recipe&apos;s</source>
        <translation>레시피 값</translation>
    </message>
    <message>
        <source>From</source>
        <translation>출처</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>하는 일</translation>
    </message>
    <message>
        <source>default</source>
        <translation>기본값</translation>
    </message>
</context>
<context>
    <name>KeysSheet</name>
    <message>
        <source>Keys</source>
        <extracomment>Keys that stand together at most: longer groups go on in the next column. Logical pixels of the window that are seen above and below the sheet.</extracomment>
        <translation>단축키</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Copy and paste</source>
        <translation>복사와 붙여넣기</translation>
    </message>
    <message>
        <source>Upscale</source>
        <translation>업스케일</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>창</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>화면</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>프로그램</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>키 바꾸기…</translation>
    </message>
    <message>
        <source>Version 1 to 9</source>
        <translation>버전 1–9</translation>
    </message>
</context>
<context>
    <name>LineGraph</name>
    <message>
        <source>Graph across the region</source>
        <extracomment>Told apart with any colour vision, on dark.</extracomment>
        <translation>영역을 가로지르는 그래프</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;File</source>
        <extracomment>Logical pixels. What the window manager adds around a window is known only once it is shown.</extracomment>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>편집(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>이동(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>Pictures are shown as for an sRGB screen.</source>
        <translation>사진을 sRGB 화면 기준으로 보입니다.</translation>
    </message>
</context>
<context>
    <name>Manner</name>
    <message>
        <source>Absolute</source>
        <translation>절댓값</translation>
    </message>
    <message>
        <source>Signed (grey where equal)</source>
        <translation>부호 있음 (같으면 회색)</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>빨강</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>초록</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>파랑</translation>
    </message>
    <message>
        <source>Luma (Y)</source>
        <translation>휘도 (Y)</translation>
    </message>
    <message>
        <source>Beyond a tolerance</source>
        <translation>허용 오차 초과</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>히트 맵</translation>
    </message>
</context>
<context>
    <name>Measuring</name>
    <message>
        <source>Cancelled at %1 %; means rest on the pictures measured by then.</source>
        <extracomment>Rows of quick methods come by the hundred; what is shown follows at this pace.</extracomment>
        <translation>%1 %에서 취소했습니다. 평균은 그때까지 측정한 사진으로 계산했습니다.</translation>
    </message>
    <message>
        <source>Nothing could be measured.</source>
        <translation>아무것도 측정하지 못했습니다.</translation>
    </message>
    <message>
        <source>The evaluation ended with code %1.</source>
        <translation>평가가 코드 %1(으)로 끝났습니다.</translation>
    </message>
    <message>
        <source>The rows that were measured are kept.</source>
        <translation>측정한 행은 남아 있습니다.</translation>
    </message>
</context>
<context>
    <name>Method</name>
    <message>
        <source>For %1.</source>
        <translation>용도: %1.</translation>
    </message>
    <message>
        <source>made for ×%1</source>
        <translation>×%1용</translation>
    </message>
    <message>
        <source>Trained on %1</source>
        <translation>학습 자료: %1</translation>
    </message>
    <message>
        <source>Of its training pictures these are for research: %1.</source>
        <translation>학습 사진 가운데 연구용: %1.</translation>
    </message>
</context>
<context>
    <name>MethodChoice</name>
    <message>
        <source>Methods to measure</source>
        <extracomment>Under which an item of the list says which method it is.</extracomment>
        <translation>측정할 방법</translation>
    </message>
    <message>
        <source>Pair of models to blend</source>
        <translation>섞을 모델 짝</translation>
    </message>
    <message>
        <source>Points between the two models</source>
        <translation>두 모델 사이의 지점</translation>
    </message>
    <message>
        <source>Numbers from 0 (faithful) to 1 (detailed); each is measured as a method.</source>
        <translation>0(충실)에서 1(세밀) 사이의 수. 하나하나를 방법으로 측정합니다.</translation>
    </message>
    <message>
        <source>Points between two models are numbers from 0 to 1, as 0.2, 0.5.</source>
        <translation>두 모델 사이의 지점은 0.2, 0.5처럼 0에서 1 사이의 수입니다.</translation>
    </message>
    <message>
        <source>Check at least one method.</source>
        <translation>방법을 하나 이상 고르세요.</translation>
    </message>
    <message>
        <source>The original itself: the NIQE of the truth.</source>
        <translation>원본 그 자체. 원본의 NIQE를 보여 줍니다.</translation>
    </message>
    <message>
        <source>HR (original)</source>
        <translation>HR (원본)</translation>
    </message>
    <message>
        <source>Made for ×%1; it can be measured at that scale only.</source>
        <translation>×%1용입니다. 그 배율에서만 측정할 수 있습니다.</translation>
    </message>
    <message>
        <source>no points between two models</source>
        <translation>두 모델 사이의 지점 없음</translation>
    </message>
    <message>
        <source>no two models of this scale are a pair</source>
        <translation>이 배율에는 짝을 이루는 모델 없음</translation>
    </message>
</context>
<context>
    <name>MethodList</name>
    <message>
        <source>Method</source>
        <extracomment>Rows of the list in a window that has room for all that is below, and in the smallest one. Room for the words about a method; it is the same for all, so that nothing below moves.</extracomment>
        <translation>방법</translation>
    </message>
    <message>
        <source>Figures and origin</source>
        <translation>수치와 출처</translation>
    </message>
    <message>
        <source>Interpolations</source>
        <translation>보간법</translation>
    </message>
</context>
<context>
    <name>Methods</name>
    <message>
        <source>Nearest</source>
        <extracomment>What is declared without Qt; this is where the texts are offered to translators.</extracomment>
        <translation>최근접</translation>
    </message>
    <message>
        <source>Bilinear</source>
        <translation>쌍선형</translation>
    </message>
    <message>
        <source>Bicubic</source>
        <translation>쌍삼차</translation>
    </message>
    <message>
        <source>Lanczos</source>
        <translation>란초스</translation>
    </message>
    <message>
        <source>Repeats pixels; shows what is really in the picture.</source>
        <translation>픽셀을 되풀이합니다. 사진에 실제로 있는 것을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Smooth and soft, without overshoot.</source>
        <translation>부드럽고 번짐이 없습니다.</translation>
    </message>
    <message>
        <source>The usual baseline; a little sharper than bilinear.</source>
        <translation>흔히 쓰는 기준. 쌍선형보다 조금 또렷합니다.</translation>
    </message>
    <message>
        <source>The sharpest interpolation, with slight halos at hard edges.</source>
        <translation>가장 또렷한 보간법. 뚜렷한 경계에 옅은 테가 생깁니다.</translation>
    </message>
    <message>
        <source>Photographs as they are</source>
        <translation>있는 그대로의 사진</translation>
    </message>
    <message>
        <source>JPEGs, noise and blur of cameras and the web</source>
        <translation>카메라와 웹에서 온 JPEG, 노이즈, 블러</translation>
    </message>
    <message>
        <source>Clean pictures</source>
        <translation>깨끗한 사진</translation>
    </message>
    <message>
        <source>sharp pictures without noise or JPEG blocks</source>
        <translation>노이즈나 JPEG 블록이 없는 또렷한 사진</translation>
    </message>
    <message>
        <source>Drawings</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>drawings, comics and animation</source>
        <translation>그림, 만화, 애니메이션</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>글자</translation>
    </message>
    <message>
        <source>scanned or photographed text</source>
        <translation>스캔하거나 찍은 글자</translation>
    </message>
    <message>
        <source>Other models</source>
        <translation>그 밖의 모델</translation>
    </message>
    <message>
        <source>what their authors say</source>
        <translation>만든 사람이 밝힌 대로</translation>
    </message>
    <message>
        <source>The papers&apos; networks, for study</source>
        <translation>논문의 신경망, 연구용</translation>
    </message>
    <message>
        <source>comparing with the literature</source>
        <translation>문헌과 비교</translation>
    </message>
    <message>
        <source>The fastest network: luminance only, sharper than bicubic.</source>
        <translation>가장 빠른 신경망: 휘도만 다루며 쌍삼차보다 선명합니다.</translation>
    </message>
    <message>
        <source>Crisp and detailed, partly invented; makes texture of JPEG blocks and noise.</source>
        <translation>또렷하고 세밀하지만 일부는 지어낸 것입니다. JPEG 블록과 노이즈도 질감으로 만듭니다.</translation>
    </message>
    <message>
        <source>Faithful: takes JPEG blocks and noise away and invents nothing.</source>
        <translation>충실함: JPEG 블록과 노이즈를 없애고 아무것도 지어내지 않습니다.</translation>
    </message>
    <message>
        <source>For photographs as they are: takes JPEG blocks and noise away and puts detail in.</source>
        <translation>있는 그대로의 사진용: JPEG 블록과 노이즈를 없애고 세부를 넣습니다.</translation>
    </message>
    <message>
        <source>Faithful and a little soft; the most faithful of the shipped pair.</source>
        <translation>충실하고 조금 부드러움. 함께 제공되는 한 쌍 가운데 더 충실한 쪽입니다.</translation>
    </message>
    <message>
        <source>Where it began: three convolutions on the bicubic enlargement, luminance only.</source>
        <translation>시작이 된 신경망: 쌍삼차로 확대한 그림에 합성곱 세 번, 휘도만 다룹니다.</translation>
    </message>
    <message>
        <source>Sharper than SRResNet, partly invented: an adversary and VGG features 2,2.</source>
        <translation>SRResNet보다 선명하고 일부는 지어낸 것: 적대망과 VGG 특징 2,2.</translation>
    </message>
    <message>
        <source>Faithful: trained for PSNR, smooth where detail is lost.</source>
        <translation>충실함: PSNR을 위해 학습했고, 세부를 잃은 곳은 매끄럽습니다.</translation>
    </message>
    <message>
        <source>BSDS400, T91, Kodak24 and 40 freely licensed photographs: 546 pictures, none of them a benchmark picture.</source>
        <translation>BSDS400, T91, Kodak24와 자유 라이선스 사진 40장: 모두 546장이며 벤치마크 사진은 없습니다.</translation>
    </message>
    <message>
        <source>250 freely licensed photographs from 26 sources, each with its author and licence in models/training/train_free.tsv; damaged as the recipe says. No benchmark picture, no sample picture.</source>
        <translation>26곳에서 모은 자유 라이선스 사진 250장. 저작자와 라이선스는 models/training/train_free.tsv에 있고, 레시피대로 손상시켰습니다. 벤치마크 사진과 견본 사진은 없습니다.</translation>
    </message>
    <message>
        <source>250 freely licensed photographs from 26 sources, each with its author and licence in models/training/train_free.tsv, at their size, at half of it and at 0.35; damaged as the recipe says. No benchmark picture, no sample picture.</source>
        <translation>26곳에서 모은 자유 라이선스 사진 250장을 원래 크기와 절반, 0.35배로 쓰고 레시피대로 손상시켰습니다. 저작자와 라이선스는 models/training/train_free.tsv에 있습니다. 벤치마크 사진과 견본 사진은 없습니다.</translation>
    </message>
    <message>
        <source>250 freely licensed photographs from 26 sources, each with its author and licence in models/training/train_free.tsv, at half their size and at 0.35 of it. No benchmark picture, no sample picture.</source>
        <translation>26곳에서 모은 자유 라이선스 사진 250장을 절반과 0.35배로 줄인 것. 저작자와 라이선스는 models/training/train_free.tsv에 있습니다. 벤치마크 사진과 견본 사진은 없습니다.</translation>
    </message>
</context>
<context>
    <name>MetricChoice</name>
    <message>
        <source>Looking whether it can be measured here…</source>
        <extracomment>These are always measured.</extracomment>
        <translation>여기서 측정할 수 있는지 확인하는 중…</translation>
    </message>
    <message>
        <source>Needs a file of Ma scores (model,dataset,image,ma).</source>
        <translation>Ma 점수 파일(model,dataset,image,ma)이 필요합니다.</translation>
    </message>
    <message>
        <source>Choose a file of Ma scores.</source>
        <translation>Ma 점수 파일을 고르세요.</translation>
    </message>
    <message>
        <source>Choose a file with the weights of its backbone.</source>
        <translation>백본의 가중치 파일을 고르세요.</translation>
    </message>
</context>
<context>
    <name>MiniMap</name>
    <message>
        <source>Overview map</source>
        <translation>전체 지도</translation>
    </message>
    <message>
        <source>Arrows move what is in sight, + and − zoom.</source>
        <translation>화살표 키로 보이는 부분을 옮기고, +와 −로 배율을 바꿉니다.</translation>
    </message>
</context>
<context>
    <name>ModelsChild</name>
    <message>
        <source>The program ended without a word.</source>
        <translation>프로그램이 아무 말 없이 끝났습니다.</translation>
    </message>
</context>
<context>
    <name>MoreModels</name>
    <message>
        <source>More models</source>
        <translation>다른 모델</translation>
    </message>
    <message>
        <source>Search by word</source>
        <translation>낱말로 찾기</translation>
    </message>
    <message>
        <source>Any scale</source>
        <translation>모든 배율</translation>
    </message>
    <message>
        <source>Any network</source>
        <translation>모든 신경망</translation>
    </message>
    <message>
        <source>Any tag</source>
        <translation>모든 태그</translation>
    </message>
    <message>
        <source>Models of the index</source>
        <translation>목록의 모델</translation>
    </message>
    <message>
        <source>Example pictures</source>
        <translation>예시 사진</translation>
    </message>
    <message>
        <source>Ask %1 for the list</source>
        <translation>%1에서 목록 받기</translation>
    </message>
    <message>
        <source>Show examples</source>
        <translation>예시 보기</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>내려받기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Fetching models from the net is switched off in Settings.</source>
        <translation>설정에서 인터넷으로 모델을 내려받지 않도록 꺼 두었습니다.</translation>
    </message>
    <message>
        <source>%1 keeps a public list of other people&apos;s models. Nothing was asked yet.</source>
        <translation>%1에 다른 사람들이 만든 모델의 공개 목록이 있습니다. 아직 아무것도 요청하지 않았습니다.</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>Author: %1</source>
        <translation>만든 사람: %1</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>라이선스: %1</translation>
    </message>
    <message>
        <source>Size: %1</source>
        <translation>크기: %1</translation>
    </message>
    <message>
        <source>Network: %1</source>
        <translation>신경망: %1</translation>
    </message>
    <message>
        <source>Tags: %1</source>
        <translation>태그: %1</translation>
    </message>
    <message>
        <source>no licence stated</source>
        <translation>라이선스 표시 없음</translation>
    </message>
    <message>
        <source>%1 is in the list of methods.</source>
        <translation>%1이(가) 방법 목록에 있습니다.</translation>
    </message>
</context>
<context>
    <name>MoreOptions</name>
    <message>
        <source>More options</source>
        <translation>추가 옵션</translation>
    </message>
    <message>
        <source>By scale</source>
        <translation>배율로</translation>
    </message>
    <message>
        <source>To a width</source>
        <translation>너비에 맞춤</translation>
    </message>
    <message>
        <source>To a height</source>
        <translation>높이에 맞춤</translation>
    </message>
    <message>
        <source>Into a box</source>
        <translation>상자 안에 맞춤</translation>
    </message>
    <message>
        <source>To megapixels</source>
        <translation>메가픽셀에 맞춤</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source> MP</source>
        <translation> MP</translation>
    </message>
    <message>
        <source>As the scale needs</source>
        <translation>배율에 필요한 만큼</translation>
    </message>
    <message numerus="yes">
        <source>%n pass(es)</source>
        <translation>
            <numerusform>%n회</numerusform>
        </translation>
    </message>
    <message>
        <source>How often the model is applied, to what it gave before.</source>
        <translation>모델을 앞의 결과에 거듭 적용하는 횟수입니다.</translation>
    </message>
    <message>
        <source>Self-ensemble</source>
        <translation>셀프 앙상블</translation>
    </message>
    <message>
        <source>The mean over eight flips and turns: a little better, eight times as long.</source>
        <translation>뒤집고 돌린 여덟 결과의 평균. 조금 더 좋지만 시간이 여덟 배 걸립니다.</translation>
    </message>
    <message>
        <source>Each picture is made by these methods as well.</source>
        <translation>사진마다 이 방법들로도 만듭니다.</translation>
    </message>
    <message>
        <source>Number the new ones</source>
        <translation>새 파일에 번호 붙이기</translation>
    </message>
    <message>
        <source>Skip the very same</source>
        <translation>똑같이 만든 것만 건너뛰기</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>건너뛰기</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>덮어쓰기</translation>
    </message>
    <message>
        <source>What happens where a file of the name is there already.</source>
        <translation>같은 이름의 파일이 이미 있을 때 어떻게 할지 정합니다.</translation>
    </message>
    <message>
        <source>Make folders again</source>
        <translation>폴더 구조 유지</translation>
    </message>
    <message>
        <source>Folders below one that was opened are made again in the results&apos; folder.</source>
        <translation>연 폴더 아래의 폴더를 결과 폴더에도 똑같이 만듭니다.</translation>
    </message>
    <message>
        <source>Keep metadata</source>
        <translation>메타데이터 유지</translation>
    </message>
    <message>
        <source>EXIF, IPTC and XMP of the picture; how a result was made is kept always.</source>
        <translation>사진의 EXIF, IPTC, XMP. 결과를 어떻게 만들었는지는 항상 기록합니다.</translation>
    </message>
    <message>
        <source>Watch a folder…</source>
        <translation>폴더 지켜보기…</translation>
    </message>
    <message>
        <source>Pictures that come into it are made larger at once.</source>
        <translation>폴더에 들어오는 사진을 바로 확대합니다.</translation>
    </message>
    <message>
        <source>Save a report…</source>
        <translation>보고서 저장…</translation>
    </message>
    <message>
        <source>What became of each picture, as CSV or JSON.</source>
        <translation>사진마다 어떻게 되었는지 CSV나 JSON으로 저장합니다.</translation>
    </message>
    <message>
        <source>Stop watching %1</source>
        <translation>%1 그만 지켜보기</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>너비</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>높이</translation>
    </message>
    <message>
        <source>Megapixels</source>
        <translation>메가픽셀</translation>
    </message>
    <message>
        <source>Passes</source>
        <translation>적용 횟수</translation>
    </message>
    <message>
        <source>Also by</source>
        <translation>함께 쓸 방법</translation>
    </message>
    <message>
        <source>Already there</source>
        <translation>이미 있으면</translation>
    </message>
    <message>
        <source>No other method</source>
        <translation>다른 방법 없음</translation>
    </message>
    <message numerus="yes">
        <source>%n other method(s)</source>
        <translation>
            <numerusform>다른 방법 %n개</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NewRunForm</name>
    <message>
        <source>Recipe</source>
        <translation>레시피</translation>
    </message>
    <message>
        <source>Starting model</source>
        <translation>시작 모델</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>예산</translation>
    </message>
    <message>
        <source>Weights of VGG19</source>
        <translation>VGG19 가중치</translation>
    </message>
    <message>
        <source>torchvision&apos;s own</source>
        <translation>torchvision 기본값</translation>
    </message>
    <message>
        <source>Changed keys</source>
        <translation>바꿀 항목</translation>
    </message>
    <message>
        <source>All keys …</source>
        <translation>모든 항목…</translation>
    </message>
    <message>
        <source>Look at training pairs …</source>
        <translation>학습 쌍 보기…</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>학습 시작</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>대기열에 추가</translation>
    </message>
    <message>
        <source>Start it when no other run trains here any more.</source>
        <translation>여기서 학습 중인 다른 실행이 모두 끝나면 시작합니다.</translation>
    </message>
    <message>
        <source>Depth figure …</source>
        <translation>깊이 그림…</translation>
    </message>
    <message>
        <source>Train this recipe with 1 to 24 blocks, with and without the long skip.</source>
        <translation>이 레시피를 블록 1–24개로, 긴 스킵 연결이 있을 때와 없을 때를 모두 학습합니다.</translation>
    </message>
    <message>
        <source>fresh weights</source>
        <translation>새 가중치 (처음부터)</translation>
    </message>
    <message>
        <source>This recipe starts from %1, or a model of its kind: train one first.</source>
        <translation>이 레시피는 %1 또는 같은 종류의 모델에서 시작합니다. 그런 모델을 먼저 학습하세요.</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>새 학습 실행</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>Kept back</source>
        <translation>검증용 사진</translation>
    </message>
    <message>
        <source>Pictures that only validation sees; a quarter at most.</source>
        <translation>검증에만 쓰는 사진의 수. 전체의 4분의 1까지입니다.</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>고르기: %1</translation>
    </message>
</context>
<context>
    <name>NoteList</name>
    <message>
        <source>Notes</source>
        <translation>메모</translation>
    </message>
</context>
<context>
    <name>OutputOptions</name>
    <message>
        <source>Quality: 100 is best and largest.</source>
        <translation>품질: 100이 가장 좋고 가장 큽니다.</translation>
    </message>
    <message>
        <source>Several beside originals</source>
        <translation>여러 장이면 원본 옆에</translation>
    </message>
    <message>
        <source>I save them myself</source>
        <translation>직접 저장</translation>
    </message>
    <message>
        <source>Beside the original</source>
        <translation>원본 옆에</translation>
    </message>
    <message>
        <source>In a folder</source>
        <translation>폴더에</translation>
    </message>
    <message>
        <source>A single result waits until you save it; several go beside their originals.</source>
        <translation>결과가 하나면 저장할 때까지 기다리고, 여럿이면 원본 옆에 저장합니다.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>폴더 고르기</translation>
    </message>
    <message>
        <source>Filled in: %1</source>
        <translation>채워지는 항목: %1</translation>
    </message>
    <message>
        <source>choose a folder for the results</source>
        <translation>결과를 넣을 폴더를 고르세요</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>형식</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>품질</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>결과 폴더</translation>
    </message>
</context>
<context>
    <name>OwnKeys</name>
    <message>
        <source>Keys</source>
        <translation>키</translation>
    </message>
    <message>
        <source>Find a command or a key</source>
        <translation>명령이나 키 찾기</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>새 키</translation>
    </message>
    <message>
        <source>Use this key</source>
        <translation>이 키 쓰기</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>키 없음</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>원래대로</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>%1 is the key of %2 already; using it here takes it away there.</source>
        <translation>%1은(는) 이미 ‘%2’의 키입니다. 여기에 쓰면 거기서는 없어집니다.</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>pasted picture %1</source>
        <translation>붙여넣은 사진 %1</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Upscale</source>
        <extracomment>In the order of the rail. A new page is one more line.</extracomment>
        <translation>업스케일</translation>
    </message>
    <message>
        <source>Make pictures larger.</source>
        <translation>사진을 확대합니다.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Look at versions of one picture.</source>
        <translation>한 사진의 여러 버전을 봅니다.</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Train networks on your own pictures.</source>
        <translation>내 사진으로 신경망을 학습합니다.</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>Measure methods as the papers do.</source>
        <translation>논문과 같은 방식으로 방법을 측정합니다.</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>연구</translation>
    </message>
    <message>
        <source>Ask people, blind.</source>
        <translation>눈가림 방식으로 사람들에게 묻습니다.</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>진단</translation>
    </message>
    <message>
        <source>What this computer has and what is missing.</source>
        <translation>이 컴퓨터에 무엇이 있고 무엇이 없는지 보여 줍니다.</translation>
    </message>
</context>
<context>
    <name>PairPreview</name>
    <message>
        <source>Training pairs</source>
        <translation>학습 쌍</translation>
    </message>
    <message>
        <source>Making pairs of HR and LR …</source>
        <translation>HR과 LR 쌍을 만드는 중…</translation>
    </message>
</context>
<context>
    <name>PairsChild</name>
    <message>
        <source>The program ended without a word.</source>
        <translation>프로그램이 아무 말 없이 끝났습니다.</translation>
    </message>
</context>
<context>
    <name>Perceptual</name>
    <message>
        <source>LPIPS: the picture is too large; mark a region.</source>
        <extracomment>A region that is being drawn is measured when it rests. Pixels of all parts together above which the network would take gigabytes.</extracomment>
        <translation>LPIPS: 사진이 너무 큽니다. 영역을 표시하세요.</translation>
    </message>
    <message>
        <source>LPIPS: the weights of AlexNet are not on this computer.</source>
        <translation>LPIPS: 이 컴퓨터에 AlexNet 가중치가 없습니다.</translation>
    </message>
</context>
<context>
    <name>PreviewLine</name>
    <message>
        <source>Held-out picture</source>
        <translation>검증 사진</translation>
    </message>
    <message>
        <source>Preview of iteration</source>
        <translation>미리 볼 반복</translation>
    </message>
    <message>
        <source>Go back to what the run made earlier.</source>
        <translation>학습 실행이 이전에 만든 것으로 돌아가 봅니다.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Open LR, this SR and HR on the Compare page.</source>
        <translation>LR, 이 SR, HR을 비교 화면에서 엽니다.</translation>
    </message>
    <message>
        <source>picture %1</source>
        <translation>사진 %1</translation>
    </message>
    <message>
        <source>iteration %1</source>
        <translation>반복 %1</translation>
    </message>
</context>
<context>
    <name>Previews</name>
    <message>
        <source>%1 is chosen.</source>
        <extracomment>Methods that are tried beside each other. LR pixels of a look: what a CPU does while one waits, and a first glance at it. The same where there is a GPU. After the last move the new spot is tried.</extracomment>
        <translation>%1을(를) 골랐습니다.</translation>
    </message>
</context>
<context>
    <name>QueueHead</name>
    <message>
        <source>Progress of the queue</source>
        <translation>대기열 진행률</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%2개 중 %1개 끝남</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n개 실패</numerusform>
        </translation>
    </message>
    <message>
        <source>paused</source>
        <translation>일시 정지됨</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 남음</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>Saved as %1</source>
        <translation>%1(으)로 저장했습니다</translation>
    </message>
    <message>
        <source>working…</source>
        <translation>작업 중…</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1, %2 남음</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>저장됨</translation>
    </message>
    <message>
        <source>not saved yet</source>
        <translation>아직 저장 안 됨</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>읽는 중…</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>준비됨</translation>
    </message>
    <message>
        <source>there already</source>
        <translation>이미 있음</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>기다림</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>일시 정지됨</translation>
    </message>
    <message>
        <source>done</source>
        <translation>끝남</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>취소됨</translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message>
        <source>Queue</source>
        <translation>대기열</translation>
    </message>
    <message>
        <source>Why it failed</source>
        <translation>실패한 까닭</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Pages</source>
        <translation>화면</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Settings (Ctrl+,)</source>
        <translation>설정 (Ctrl+,)</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Open recent</source>
        <translation>최근에 연 것</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>아직 없음</translation>
    </message>
    <message>
        <source>Forget these</source>
        <translation>목록 지우기</translation>
    </message>
</context>
<context>
    <name>RecipeDifference</name>
    <message>
        <source>Two recipes</source>
        <translation>두 레시피</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>항목</translation>
    </message>
    <message>
        <source>Both runs have the same recipe.</source>
        <translation>두 학습 실행의 레시피가 같습니다.</translation>
    </message>
</context>
<context>
    <name>Recipes</name>
    <message>
        <source>ESPCN: the fastest network here, 25 thousand weights.</source>
        <translation>ESPCN: 여기서 가장 빠른 네트워크, 가중치 2만 5천 개.</translation>
    </message>
    <message>
        <source>ESRGAN: a relativistic adversary and features before activation.</source>
        <translation>ESRGAN: 상대론적 판별기와 활성화 전 특징.</translation>
    </message>
    <message>
        <source>ESRGAN with 6 blocks: a relativistic adversary and features before activation.</source>
        <translation>블록 6개의 ESRGAN: 상대론적 판별기와 활성화 전 특징.</translation>
    </message>
    <message>
        <source>Compact for photographs as they are, trained for pixels: faithful, quiet.</source>
        <translation>있는 그대로의 사진을 위한 Compact, 픽셀에 맞춰 학습: 충실하고 차분함.</translation>
    </message>
    <message>
        <source>Compact for photographs as they are: JPEG, noise and blur taken away, detail put in.</source>
        <translation>있는 그대로의 사진을 위한 Compact: JPEG, 노이즈, 흐림을 없애고 디테일을 더함.</translation>
    </message>
    <message>
        <source>RRDB with 23 blocks trained for PSNR: where ESRGAN starts from.</source>
        <translation>PSNR에 맞춰 학습한 블록 23개의 RRDB: ESRGAN의 출발점.</translation>
    </message>
    <message>
        <source>RRDB with 6 blocks trained for PSNR: where esrgan6 starts from.</source>
        <translation>PSNR에 맞춰 학습한 블록 6개의 RRDB: esrgan6의 출발점.</translation>
    </message>
    <message>
        <source>SRCNN 9-5-5: three convolutions on the bicubic enlargement&apos;s luminance.</source>
        <translation>SRCNN 9-5-5: 바이큐빅으로 확대한 휘도에 합성곱 세 번.</translation>
    </message>
    <message>
        <source>SRGAN with pixels as content: sharper than SRResNet, few inventions.</source>
        <translation>픽셀을 콘텐츠로 쓰는 SRGAN: SRResNet보다 선명하고, 지어낸 것이 적음.</translation>
    </message>
    <message>
        <source>SRGAN with VGG19 features 2,2 as content.</source>
        <translation>VGG19 특징 2,2를 콘텐츠로 쓰는 SRGAN.</translation>
    </message>
    <message>
        <source>SRGAN: invented detail that looks real.</source>
        <translation>SRGAN: 진짜처럼 보이는, 지어낸 디테일.</translation>
    </message>
    <message>
        <source>SRResNet trained for PSNR: faithful, smooth where detail is lost.</source>
        <translation>PSNR에 맞춰 학습한 SRResNet: 충실하며, 디테일이 없어진 곳은 매끄러움.</translation>
    </message>
    <message>
        <source>SRResNet trained for VGG19 features 2,2: no adversary.</source>
        <translation>VGG19 특징 2,2에 맞춰 학습한 SRResNet: 판별기 없음.</translation>
    </message>
</context>
<context>
    <name>Removing</name>
    <message>
        <source>Remove from the list?</source>
        <translation>목록에서 뺄까요?</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) are not saved and will be gone.</source>
        <translation>
            <numerusform>결과 %n개를 저장하지 않아서 사라집니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>빼기</translation>
    </message>
    <message>
        <source>Close this version?</source>
        <translation>이 버전을 닫을까요?</translation>
    </message>
    <message>
        <source>It is not saved and will be gone.</source>
        <translation>저장하지 않아서 사라집니다.</translation>
    </message>
    <message>
        <source>Close it</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>%1 passes</source>
        <extracomment>As in ``UpscaleReport.facts``, which knows no Qt; here they are offered to translators.</extracomment>
        <translation>%1회 적용</translation>
    </message>
    <message>
        <source>self-ensemble</source>
        <translation>셀프 앙상블</translation>
    </message>
    <message>
        <source>%1 (within %2 levels of fp32)</source>
        <translation>%1(fp32와 %2단계 이내)</translation>
    </message>
    <message>
        <source>in one piece</source>
        <translation>한 번에</translation>
    </message>
    <message>
        <source>tiles of %1</source>
        <translation>%1 픽셀 타일</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>interpolation</source>
        <translation>보간</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>정확한 계산</translation>
    </message>
</context>
<context>
    <name>ReportLine</name>
    <message>
        <source>What was done</source>
        <translation>한 일</translation>
    </message>
</context>
<context>
    <name>ResultSaver</name>
    <message>
        <source>Save the table</source>
        <extracomment>The look of a figure is set for the whole plotting library: one is drawn at a time.</extracomment>
        <translation>표 저장</translation>
    </message>
    <message>
        <source>Save the figure</source>
        <translation>그림 저장</translation>
    </message>
    <message>
        <source>Drawing the panel of %1…</source>
        <translation>%1의 비교 패널을 그리는 중…</translation>
    </message>
    <message>
        <source>The evaluation is as it was.</source>
        <translation>평가는 그대로입니다.</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>%1(으)로 저장했습니다</translation>
    </message>
</context>
<context>
    <name>ResultTable</name>
    <message>
        <source>Results</source>
        <extracomment>Whether the mouse button that is down has made another row the current one.</extracomment>
        <translation>결과</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>Progress of the evaluation</source>
        <translation>평가 진행률</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Means</source>
        <translation>평균</translation>
    </message>
    <message>
        <source>One row a method and data set.</source>
        <translation>방법과 데이터셋마다 한 행입니다.</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>사진</translation>
    </message>
    <message>
        <source>One row a method and picture.</source>
        <translation>방법과 사진마다 한 행입니다.</translation>
    </message>
    <message>
        <source>Published rows</source>
        <translation>발표된 값</translation>
    </message>
    <message>
        <source>Show what papers print for the same data set and scale, marked with †.</source>
        <translation>같은 데이터셋과 배율로 논문에 실린 값을 † 표시와 함께 보입니다.</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>다른 평가와 비교…</translation>
    </message>
    <message>
        <source>Show what changed since an earlier saved evaluation.</source>
        <translation>이전에 저장한 평가와 달라진 것을 보입니다.</translation>
    </message>
    <message>
        <source>Save table…</source>
        <translation>표 저장…</translation>
    </message>
    <message>
        <source>CSV, JSON, LaTeX or Markdown.</source>
        <translation>CSV, JSON, LaTeX, Markdown.</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>비교 끝내기</translation>
    </message>
    <message>
        <source>Starting: reading the pictures and the metrics.</source>
        <translation>시작하는 중: 사진과 지표를 읽고 있습니다.</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 남음</translation>
    </message>
    <message>
        <source>×%1 · nothing measured yet</source>
        <translation>×%1 · 아직 측정한 것 없음</translation>
    </message>
    <message numerus="yes">
        <source>%n method(s)</source>
        <translation>
            <numerusform>방법 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>사진 %n장</numerusform>
        </translation>
    </message>
    <message>
        <source>In brackets: the difference to %1; green is better, red is worse.</source>
        <translation>괄호 안은 %1과(와)의 차이입니다. 초록은 더 좋은 값, 빨강은 더 나쁜 값입니다.</translation>
    </message>
    <message>
        <source>%1 on %2 is only in the earlier one.</source>
        <translation>%2의 %1은(는) 이전 평가에만 있습니다.</translation>
    </message>
    <message>
        <source>%1 on %2 is only in this one.</source>
        <translation>%2의 %1은(는) 이번 평가에만 있습니다.</translation>
    </message>
    <message>
        <source>Save figure</source>
        <translation>그림 저장</translation>
    </message>
    <message>
        <source>Perception against distortion…</source>
        <translation>지각 품질과 왜곡…</translation>
    </message>
    <message>
        <source>Panel of the picture below…</source>
        <translation>아래 사진의 비교 패널…</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>열기…</translation>
    </message>
</context>
<context>
    <name>RunActions</name>
    <message>
        <source>Extend the run</source>
        <translation>학습 실행 연장</translation>
    </message>
    <message>
        <source>Its budget is %1. The new one:</source>
        <translation>지금 예산은 %1입니다. 새 예산:</translation>
    </message>
    <message>
        <source>Adding the weights of %1 (%2)…</source>
        <translation>%1의 가중치(%2)를 추가하는 중…</translation>
    </message>
    <message>
        <source>Adding the model …</source>
        <translation>모델을 추가하는 중…</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>모델 내보내기</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>저장함: %1</translation>
    </message>
</context>
<context>
    <name>RunListView</name>
    <message>
        <source>Runs</source>
        <translation>학습 실행</translation>
    </message>
    <message>
        <source>Choose several to draw them over each other.</source>
        <translation>여럿을 고르면 겹쳐서 그립니다.</translation>
    </message>
    <message>
        <source>Compare recipes</source>
        <translation>레시피 비교</translation>
    </message>
    <message>
        <source>What differs between the two chosen runs.</source>
        <translation>고른 두 학습 실행의 다른 점을 보입니다.</translation>
    </message>
    <message>
        <source>Attach to a run…</source>
        <translation>학습 실행에 연결…</translation>
    </message>
    <message>
        <source>Follow a run folder, or a folder of runs, that was started elsewhere.</source>
        <translation>다른 곳에서 시작한 학습 실행 폴더나 그런 폴더가 모인 폴더를 지켜봅니다.</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>기다림</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>준비 중</translation>
    </message>
    <message>
        <source>its folder is not there</source>
        <translation>폴더가 없음</translation>
    </message>
    <message>
        <source>no word yet</source>
        <translation>아직 소식 없음</translation>
    </message>
    <message>
        <source>training</source>
        <translation>학습 중</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>일시 정지됨</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>중지됨</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>끝남</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message>
        <source>Progress of the run</source>
        <translation>학습 실행 진행률</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>End after a checkpoint; resume goes on from there.</source>
        <translation>체크포인트를 저장한 뒤 끝냅니다. 재개하면 거기서 이어집니다.</translation>
    </message>
    <message>
        <source>Abort</source>
        <translation>즉시 중단</translation>
    </message>
    <message>
        <source>End at once; resume goes back to the last checkpoint.</source>
        <translation>바로 끝냅니다. 재개하면 마지막 체크포인트로 돌아갑니다.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>재개</translation>
    </message>
    <message>
        <source>Go on exactly where the last checkpoint was.</source>
        <translation>마지막 체크포인트에서 그대로 이어서 학습합니다.</translation>
    </message>
    <message>
        <source>Use in Upscale</source>
        <translation>업스케일에 사용</translation>
    </message>
    <message>
        <source>How the run is doing</source>
        <translation>학습 실행의 상태</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Hold the run with its networks in memory; resume goes on at once.</source>
        <translation>신경망을 메모리에 둔 채 학습을 멈춥니다. 재개하면 바로 이어집니다.</translation>
    </message>
    <message>
        <source>Add the weights of the chosen checkpoint to your models.</source>
        <translation>고른 체크포인트의 가중치를 내 모델에 추가합니다.</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>체크포인트</translation>
    </message>
    <message>
        <source>Which state of the run is used, exported or gone on from.</source>
        <translation>사용하거나, 내보내거나, 이어서 학습할 시점을 고릅니다.</translation>
    </message>
    <message>
        <source>More to do with this run</source>
        <translation>이 학습 실행으로 할 수 있는 다른 일</translation>
    </message>
    <message>
        <source>Extend …</source>
        <translation>연장…</translation>
    </message>
    <message>
        <source>Continue from this checkpoint</source>
        <translation>이 체크포인트에서 이어서 학습</translation>
    </message>
    <message>
        <source>Duplicate as a recipe</source>
        <translation>레시피로 복제</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Pictures of what the run makes come here.</source>
        <translation>학습이 만드는 사진이 여기에 나옵니다.</translation>
    </message>
    <message>
        <source>Waiting until no other run trains here any more.</source>
        <translation>여기서 학습 중인 다른 실행이 모두 끝날 때까지 기다립니다.</translation>
    </message>
    <message>
        <source>No word yet: it is being prepared elsewhere, or its trainer ended before the first update. Resume begins it.</source>
        <translation>아직 소식이 없습니다. 다른 곳에서 준비하는 중이거나, 첫 갱신 전에 학습 프로그램이 끝났습니다. ‘재개’를 누르면 시작합니다.</translation>
    </message>
    <message>
        <source>Its folder is not there: it was moved or deleted, or its disk is missing. Abort takes it off the list.</source>
        <translation>실행 폴더가 없습니다. 옮겨졌거나 지워졌거나, 디스크가 연결되어 있지 않습니다. ‘즉시 중단’을 누르면 목록에서 빠집니다.</translation>
    </message>
    <message>
        <source>Preparing: reading pictures and building the networks.</source>
        <translation>준비 중: 사진을 읽고 신경망을 만들고 있습니다.</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>준비 중</translation>
    </message>
    <message>
        <source>Training</source>
        <extracomment>Previews that are kept decoded, so that scrubbing back and forth is quick.</extracomment>
        <translation>학습 중</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>중지됨</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>끝남</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>일시 정지됨</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>%1 it/s</source>
        <translation>초당 %1회</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 남음</translation>
    </message>
    <message>
        <source>best %1 dB</source>
        <translation>최고 %1 dB</translation>
    </message>
    <message>
        <source>on %1</source>
        <translation>%1에서 실행</translation>
    </message>
    <message>
        <source>no word for %1: gone?</source>
        <translation>%1 동안 소식 없음: 끊겼을까요?</translation>
    </message>
    <message>
        <source>no word for %1: slow</source>
        <translation>%1 동안 소식 없음: 느림</translation>
    </message>
    <message>
        <source>best</source>
        <translation>최고</translation>
    </message>
</context>
<context>
    <name>Runner</name>
    <message>
        <source>Pictures can be upscaled, but the list will not come back.</source>
        <extracomment>Batches of this title are the window&apos;s own. Whether the result of an item is wanted as pixels as well; the owner decides.</extracomment>
        <translation>사진은 업스케일할 수 있지만, 다음에 시작할 때 목록이 다시 나타나지 않습니다.</translation>
    </message>
    <message>
        <source>What was made is kept. Nothing new is begun until you press Go on.</source>
        <translation>만들어진 결과는 그대로 있습니다. ‘재개’를 누를 때까지 새 작업을 시작하지 않습니다.</translation>
    </message>
</context>
<context>
    <name>SamplesPage</name>
    <message>
        <source>Drop pictures or a folder here.</source>
        <translation>사진이나 폴더를 여기에 놓으세요.</translation>
    </message>
    <message>
        <source>They become larger with the method chosen at the right; the originals stay.</source>
        <translation>오른쪽에서 고른 방법으로 확대됩니다. 원본은 그대로 남습니다.</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>열기…</translation>
    </message>
    <message>
        <source>Or try one of these</source>
        <translation>또는 이 사진으로 해 보세요</translation>
    </message>
    <message>
        <source>Sample picture: %1</source>
        <translation>예제 사진: %1</translation>
    </message>
</context>
<context>
    <name>Saver</name>
    <message>
        <source>It is saved already, as %1</source>
        <extracomment>What formats could not hold of what was saved and is not told yet, each once.</extracomment>
        <translation>이미 %1(으)로 저장되어 있습니다</translation>
    </message>
    <message>
        <source>Save the result</source>
        <translation>결과 저장</translation>
    </message>
    <message>
        <source>The results are still in the window.</source>
        <translation>결과는 창에 그대로 있습니다.</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>%1(으)로 저장했습니다</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) saved.</source>
        <translation>
            <numerusform>결과 %n개를 저장했습니다.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sessions</name>
    <message>
        <source>The other versions are shown.</source>
        <translation>다른 버전은 보입니다.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Theme</source>
        <translation>테마</translation>
    </message>
    <message>
        <source>Colours of the window.</source>
        <translation>창의 색.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>시스템 설정</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>고대비</translation>
    </message>
    <message>
        <source>Size of text and controls</source>
        <translation>글자와 단추의 크기</translation>
    </message>
    <message>
        <source>Takes effect at the next start; 200 % needs a screen of 1920 × 1280.</source>
        <translation>다음에 시작할 때 적용됩니다. 200 %에는 1920 × 1280 화면이 필요합니다.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Takes effect at the next start.</source>
        <translation>다음에 시작할 때 적용됩니다.</translation>
    </message>
    <message>
        <source>Enlarged pixels</source>
        <translation>확대한 픽셀</translation>
    </message>
    <message>
        <source>How a picture is drawn at twice its size and more.</source>
        <translation>두 배 이상에서 사진을 그리는 방법.</translation>
    </message>
    <message>
        <source>Square pixels</source>
        <translation>네모난 픽셀</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>부드럽게</translation>
    </message>
    <message>
        <source>Colours of the screen</source>
        <translation>화면의 색</translation>
    </message>
    <message>
        <source>Counts for pictures that are opened from now on.</source>
        <translation>지금부터 여는 사진에 적용됩니다.</translation>
    </message>
    <message>
        <source>A profile file (below)</source>
        <translation>프로파일 파일 (아래)</translation>
    </message>
    <message>
        <source>Profile file of the screen</source>
        <translation>화면의 프로파일 파일</translation>
    </message>
    <message>
        <source>The .icc or .icm file that was made for this screen.</source>
        <translation>이 화면용으로 만든 .icc 또는 .icm 파일.</translation>
    </message>
    <message>
        <source>Blink every (ms)</source>
        <translation>번갈아 보는 간격(ms)</translation>
    </message>
    <message>
        <source>How long each version stays while blinking.</source>
        <translation>번갈아 볼 때 각 버전이 머무는 시간.</translation>
    </message>
    <message>
        <source>Upscale pictures as soon as they are dropped</source>
        <translation>사진을 놓으면 바로 업스케일</translation>
    </message>
    <message>
        <source>Otherwise they wait for the Upscale button.</source>
        <translation>끄면 업스케일 단추를 기다립니다.</translation>
    </message>
    <message>
        <source>Try several methods on every new picture</source>
        <translation>새 사진마다 여러 방법 시험</translation>
    </message>
    <message>
        <source>Shows a telling part by each, before the whole is made.</source>
        <translation>사진 전체를 만들기 전에, 차이가 잘 드러나는 부분을 방법마다 보입니다.</translation>
    </message>
    <message>
        <source>Show the detail slider&apos;s effect at once</source>
        <translation>세밀함 슬라이더의 효과를 바로 보기</translation>
    </message>
    <message>
        <source>On the part of the picture that is in sight.</source>
        <translation>사진에서 보이는 부분에만.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Where models run.</source>
        <translation>모델을 실행할 곳.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>Devices that share a queue</source>
        <translation>대기열을 나누어 처리하는 장치</translation>
    </message>
    <message>
        <source>all: every graphics card of one kind, an engine each; or names: cuda:0,cuda:1.</source>
        <translation>all: 한 종류의 모든 그래픽 카드에 엔진을 하나씩 둡니다. 또는 이름을 씁니다: cuda:0,cuda:1.</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>fp32 is exact; bf16 and fp16 are faster where the device knows them.</source>
        <translation>fp32는 정확하고, bf16과 fp16은 지원하는 장치에서 더 빠릅니다.</translation>
    </message>
    <message>
        <source>Start the engine as soon as there is a picture</source>
        <translation>사진이 있으면 바로 엔진 시작</translation>
    </message>
    <message>
        <source>Says how long a job will take; costs memory.</source>
        <translation>걸릴 시간을 알려 줍니다. 메모리를 씁니다.</translation>
    </message>
    <message>
        <source>Fetch models from the net when asked</source>
        <translation>요청하면 인터넷에서 모델 내려받기</translation>
    </message>
    <message>
        <source>Off forbids it; even on, nothing is contacted unasked.</source>
        <translation>끄면 금지합니다. 켜도 요청하지 않으면 어디에도 접속하지 않습니다.</translation>
    </message>
    <message>
        <source>Remember what was opened lately</source>
        <translation>최근에 연 것 기억하기</translation>
    </message>
    <message>
        <source>For the menu File, Open recent.</source>
        <translation>파일 메뉴의 ‘최근에 연 것’에 쓰입니다.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <extracomment>Pixels of the screen that the dialog needs around its rows; rows that are always to be seen.</extracomment>
        <translation>설정</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>설정 찾기</translation>
    </message>
    <message>
        <source>No setting is called so.</source>
        <translation>그런 이름의 설정이 없습니다.</translation>
    </message>
    <message>
        <source>Kept in %1</source>
        <translation>%1에 보관됩니다</translation>
    </message>
    <message>
        <source>Keys…</source>
        <translation>키…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>Shelf</name>
    <message>
        <source>original</source>
        <extracomment>What the original&apos;s file looked like when it was read.</extracomment>
        <translation>원본</translation>
    </message>
</context>
<context>
    <name>SpokenQueue</name>
    <message>
        <source>Upscaling</source>
        <translation>업스케일</translation>
    </message>
    <message>
        <source>Upscaling has ended: %1 of %2 done.</source>
        <translation>업스케일이 끝났습니다: %2개 중 %1개 완료.</translation>
    </message>
    <message>
        <source>Failed: %1.</source>
        <translation>실패: %1개.</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>%1 is on the clipboard.</source>
        <extracomment>Where one looked, by the id of the entry.</extracomment>
        <translation>%1을(를) 클립보드에 넣었습니다.</translation>
    </message>
    <message>
        <source>The report is on the clipboard.</source>
        <translation>보고를 클립보드에 넣었습니다.</translation>
    </message>
    <message>
        <source>Picture of the data set</source>
        <translation>데이터셋의 사진</translation>
    </message>
    <message>
        <source>Click a row to see its pictures.</source>
        <translation>행을 누르면 그 사진이 보입니다.</translation>
    </message>
    <message>
        <source>The pictures of an opened result are not kept; measure it again.</source>
        <translation>파일에서 연 결과에는 사진이 없습니다. 다시 측정하세요.</translation>
    </message>
    <message>
        <source>There are no pictures of this row yet.</source>
        <translation>이 행의 사진은 아직 없습니다.</translation>
    </message>
    <message>
        <source>The table is as it was.</source>
        <translation>표는 그대로입니다.</translation>
    </message>
</context>
<context>
    <name>Starting</name>
    <message>
        <source>The queue is as it was.</source>
        <extracomment>A thousand pictures are read within seconds; those of such a moment go into the queue together.</extracomment>
        <translation>대기열은 그대로입니다.</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Status</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>대기열</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>속도</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Engine state</source>
        <translation>엔진 상태</translation>
    </message>
    <message>
        <source>engine not started</source>
        <translation>엔진 꺼짐</translation>
    </message>
    <message>
        <source>engine stopped</source>
        <translation>엔진 멈춤</translation>
    </message>
    <message>
        <source>engine starting…</source>
        <translation>엔진 시작 중…</translation>
    </message>
    <message>
        <source>engine ready</source>
        <translation>엔진 준비됨</translation>
    </message>
    <message>
        <source>engine working</source>
        <translation>엔진 작업 중</translation>
    </message>
    <message>
        <source>engine ended: %1</source>
        <translation>엔진이 끝났습니다: %1</translation>
    </message>
    <message>
        <source>%1 MP/s</source>
        <translation>%1 MP/s</translation>
    </message>
</context>
<context>
    <name>Subjects</name>
    <message>
        <source>Losses</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>PSNR-Y of held-out pictures (dB)</source>
        <translation>검증 사진의 PSNR-Y (dB)</translation>
    </message>
    <message>
        <source>SSIM-Y of held-out pictures</source>
        <translation>검증 사진의 SSIM-Y</translation>
    </message>
    <message>
        <source>LPIPS of held-out pictures</source>
        <translation>검증 사진의 LPIPS</translation>
    </message>
    <message>
        <source>Other scores of held-out pictures</source>
        <translation>떼어 둔 사진의 다른 점수</translation>
    </message>
    <message>
        <source>Discriminator: D(HR), D(SR)</source>
        <translation>판별자: D(HR), D(SR)</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>기울기의 크기(노름)</translation>
    </message>
    <message>
        <source>Updates a second</source>
        <translation>초당 반복 수</translation>
    </message>
    <message>
        <source>Memory (GB)</source>
        <translation>메모리 (GB)</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Pictures come in here</source>
        <extracomment>Page -&gt; its steps, in the order of work.</extracomment>
        <translation>사진은 여기로 들어옵니다</translation>
    </message>
    <message>
        <source>Drop pictures or folders anywhere, press Ctrl+O, or paste with Ctrl+V. The samples at the foot are there to try it on. Originals are never changed.</source>
        <translation>사진이나 폴더를 아무 곳에나 놓거나, Ctrl+O를 누르거나, Ctrl+V로 붙여 넣으세요. 아래쪽의 예제 사진으로 시험해 볼 수 있습니다. 원본은 절대 바뀌지 않습니다.</translation>
    </message>
    <message>
        <source>Choose a method</source>
        <translation>방법 고르기</translation>
    </message>
    <message>
        <source>For photographs as they come from a camera or the web, photo-x4 is the first choice. With a picture open, several methods are tried on a small part of it, so that you can choose by looking.</source>
        <translation>카메라나 웹에서 온 사진에는 먼저 photo-x4를 고르세요. 사진을 열면 작은 부분에 여러 방법을 시험해 주므로, 눈으로 보고 고를 수 있습니다.</translation>
    </message>
    <message>
        <source>Say what is to be made</source>
        <translation>무엇을 만들지 정하기</translation>
    </message>
    <message>
        <source>Format, quality and place of the results. Names follow a template; nothing that is there already is overwritten unasked.</source>
        <translation>결과의 형식, 품질, 저장 위치입니다. 이름은 서식을 따르며, 이미 있는 파일을 묻지 않고 덮어쓰지 않습니다.</translation>
    </message>
    <message>
        <source>Make them larger</source>
        <translation>확대하기</translation>
    </message>
    <message>
        <source>The button or Ctrl+Return starts all that wait. You may go on looking, close the window, even lose the power: what was not finished is here again at the next start.</source>
        <translation>단추나 Ctrl+Return이 기다리는 것을 모두 시작합니다. 계속 살펴보거나 창을 닫거나 전원이 나가도, 끝나지 않은 것은 다음에 시작할 때 다시 여기에 있습니다.</translation>
    </message>
    <message>
        <source>See whether it is better</source>
        <translation>나아졌는지 보기</translation>
    </message>
    <message>
        <source>Drag the line between before and after, hold Space to see the original, press Z for actual pixels and F for the whole. F1 shows all keys; Ctrl+S saves.</source>
        <translation>전과 후 사이의 선을 끌고, Space를 누르고 있으면 원본이 보이며, Z는 실제 픽셀, F는 전체를 보여 줍니다. F1은 모든 키를 보여 주고 Ctrl+S는 저장합니다.</translation>
    </message>
    <message>
        <source>Versions of one picture</source>
        <translation>한 사진의 여러 버전</translation>
    </message>
    <message>
        <source>Drop an original and what several programs or methods made of it. They lie on each other whatever their sizes; from the Upscale page, Ctrl+D brings all versions here.</source>
        <translation>원본과, 여러 프로그램이나 방법이 그것으로 만든 결과를 놓으세요. 크기가 달라도 서로 포개집니다. 확대 화면에서는 Ctrl+D가 모든 버전을 여기로 가져옵니다.</translation>
    </message>
    <message>
        <source>Look in several ways</source>
        <translation>여러 방식으로 보기</translation>
    </message>
    <message>
        <source>X splits, V puts them side by side, L is a lens, B blinks, D shows where they differ. All panes stay on the same spot; keys 1 to 9 choose a version.</source>
        <translation>X는 나누어 보고, V는 나란히 놓고, L은 돋보기, B는 깜박임, D는 다른 곳을 보여 줍니다. 모든 칸은 같은 자리에 머무르며, 1–9 키로 버전을 고릅니다.</translation>
    </message>
    <message>
        <source>Take it along</source>
        <translation>가지고 나가기</translation>
    </message>
    <message>
        <source>What you see goes out as a figure with a scale of its own, an animated flip, a web page anybody can open, or a file that brings the comparison back.</source>
        <translation>보이는 것을 자체 눈금이 있는 그림, 번갈아 바뀌는 애니메이션, 누구나 열 수 있는 웹 페이지, 또는 비교를 되살리는 파일로 내보냅니다.</translation>
    </message>
    <message>
        <source>A recipe and your pictures</source>
        <translation>레시피와 내 사진</translation>
    </message>
    <message>
        <source>Choose a recipe, which is a whole paper&apos;s training in one file, and a folder of pictures of your own. The folder is looked through at once.</source>
        <translation>논문의 학습 전체를 파일 하나에 담은 레시피와 내 사진 폴더를 고르세요. 폴더는 바로 검사합니다.</translation>
    </message>
    <message>
        <source>Say how long</source>
        <translation>얼마나 오래 할지 정하기</translation>
    </message>
    <message>
        <source>A short trial on this computer tells what an hour buys. Iterations and schedule shrink together, so that a short run is a small version of the long one.</source>
        <translation>이 컴퓨터에서 짧게 시험해 한 시간으로 무엇을 얻는지 알려 줍니다. 반복 횟수와 일정이 함께 줄어들어, 짧은 학습은 긴 학습의 축소판이 됩니다.</translation>
    </message>
    <message>
        <source>Start, and leave it alone</source>
        <translation>시작하고 놓아두기</translation>
    </message>
    <message>
        <source>It runs as a program of its own and steps aside while you upscale. Kill it at any moment: resumed, it ends bit for bit where it would have ended.</source>
        <translation>따로 실행되는 프로그램이며, 확대하는 동안에는 자리를 비켜 줍니다. 언제 강제로 끝내도, 재개하면 비트 하나까지 같은 곳에서 끝납니다.</translation>
    </message>
    <message>
        <source>Watch runs</source>
        <translation>학습 지켜보기</translation>
    </message>
    <message>
        <source>All runs of this computer, and folders of others you attach. Curves, previews and health in words stand in the middle; a finished run becomes a model you can use.</source>
        <translation>이 컴퓨터의 모든 학습과, 연결한 다른 폴더의 학습입니다. 가운데에 곡선, 미리보기, 말로 쓴 상태가 있고, 끝난 학습은 쓸 수 있는 모델이 됩니다.</translation>
    </message>
    <message>
        <source>Pictures whose truth is known</source>
        <translation>정답을 아는 사진</translation>
    </message>
    <message>
        <source>Add folders of originals, such as Set5 and Set14. They are made smaller as the papers do it, and what methods make of that is held against the original.</source>
        <translation>Set5, Set14 같은 원본 폴더를 더하세요. 논문에서처럼 작게 줄인 뒤, 방법들이 그것으로 만든 결과를 원본과 견줍니다.</translation>
    </message>
    <message>
        <source>Methods and metrics</source>
        <translation>방법과 지표</translation>
    </message>
    <message>
        <source>Tick what is to be measured. PSNR and SSIM tell faithfulness, LPIPS and NIQE how natural it looks; no one number says which picture people prefer.</source>
        <translation>측정할 것을 표시하세요. PSNR과 SSIM은 충실함을, LPIPS와 NIQE는 얼마나 자연스러운지를 말합니다. 사람들이 어느 사진을 더 좋아하는지 말해 주는 숫자 하나는 없습니다.</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>The table fills as pictures are done, beside rows published in papers. It goes out as CSV, LaTeX, Markdown or a figure; every result is kept.</source>
        <translation>사진이 끝날 때마다 논문에 실린 값 옆에 표가 채워집니다. CSV, LaTeX, Markdown 또는 그림으로 내보내며, 모든 결과가 보관됩니다.</translation>
    </message>
    <message>
        <source>Ask people, blind</source>
        <translation>사람들에게 블라인드로 묻기</translation>
    </message>
    <message>
        <source>A study shows each rater pictures in an order of their own, without saying which method made them, and keeps every rating at once.</source>
        <translation>연구는 평가자마다 고유한 순서로, 어느 방법이 만들었는지 말하지 않고 사진을 보여 주며, 모든 평가를 바로 저장합니다.</translation>
    </message>
    <message>
        <source>Try it first</source>
        <translation>먼저 해 보기</translation>
    </message>
    <message>
        <source>Five minutes with the sample pictures show what raters will see and what the analysis says. The ratings stay on this computer.</source>
        <translation>예제 사진으로 5분이면 평가자가 무엇을 보고 분석이 무엇을 말하는지 알 수 있습니다. 평가는 이 컴퓨터에만 남습니다.</translation>
    </message>
    <message>
        <source>Make your own</source>
        <translation>직접 만들기</translation>
    </message>
    <message>
        <source>The assistant asks for references, systems, question and raters, and freezes them before the first rating: what is tested is declared, not found afterwards.</source>
        <translation>도우미가 기준 사진, 시스템, 질문, 평가자를 묻고 첫 평가 전에 확정합니다. 검정할 것은 나중에 찾는 것이 아니라 미리 밝혀 둡니다.</translation>
    </message>
    <message>
        <source>What this computer has</source>
        <translation>이 컴퓨터에 있는 것</translation>
    </message>
    <message>
        <source>Devices, libraries, models and room on the disk, and what to do where something is missing. Copy it when you ask somebody for help: it holds no pictures and no names of yours besides folders.</source>
        <translation>장치, 라이브러리, 모델, 디스크의 빈자리와, 없는 것이 있을 때 할 일입니다. 도움을 청할 때 복사하세요. 사진은 들어 있지 않고, 이름은 폴더 이름뿐입니다.</translation>
    </message>
    <message>
        <source>Skip</source>
        <extracomment>Between a part and the frame around it.</extracomment>
        <translation>건너뛰기</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2개 중 %1</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>다음</translation>
    </message>
</context>
<context>
    <name>TrainingPage</name>
    <message>
        <source>Runs</source>
        <translation>학습 실행</translation>
    </message>
    <message>
        <source>What the run had saved is kept; it can be resumed.</source>
        <translation>학습 실행이 저장한 것은 남아 있습니다. 재개할 수 있습니다.</translation>
    </message>
    <message>
        <source>The depths are trained one after the other.</source>
        <translation>깊이를 하나씩 차례로 학습합니다.</translation>
    </message>
    <message>
        <source>The runs wait on.</source>
        <translation>실행은 계속 대기합니다.</translation>
    </message>
    <message>
        <source>The run ends after its next checkpoint.</source>
        <translation>다음 체크포인트를 저장한 뒤 학습을 끝냅니다.</translation>
    </message>
    <message>
        <source>The trainer is being started.</source>
        <translation>학습을 시작하는 중입니다.</translation>
    </message>
    <message>
        <source>training waits</source>
        <translation>학습 일시 정지됨</translation>
    </message>
    <message>
        <source>training, %1 %</source>
        <translation>학습 중, %1 %</translation>
    </message>
    <message>
        <source>No run yet.</source>
        <translation>아직 학습 실행이 없습니다.</translation>
    </message>
    <message>
        <source>Choose a recipe and a folder at the right, or drop a run folder here.</source>
        <translation>오른쪽에서 레시피와 폴더를 고르거나, 학습 실행 폴더를 여기에 놓으세요.</translation>
    </message>
</context>
<context>
    <name>TrialChild</name>
    <message>
        <source>The program ended without a word.</source>
        <translation>프로그램이 아무 말 없이 끝났습니다.</translation>
    </message>
</context>
<context>
    <name>UpscalePage</name>
    <message numerus="yes">
        <source>%n picture(s) are still being made larger.</source>
        <translation>
            <numerusform>사진 %n장을 아직 확대하고 있습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) are not saved.</source>
        <translation>
            <numerusform>결과 %n개가 저장되지 않았습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>They will be here again at the next start.</source>
        <translation>다음에 시작하면 여기에 다시 나타납니다.</translation>
    </message>
    <message>
        <source>Reading the model %1…</source>
        <translation>모델 %1을(를) 읽는 중…</translation>
    </message>
    <message>
        <source>The original and all finished results are as they were.</source>
        <translation>원본과 끝난 결과는 모두 그대로입니다.</translation>
    </message>
    <message>
        <source>Upscale</source>
        <translation>업스케일</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>재개</translation>
    </message>
    <message>
        <source>Upscale again</source>
        <translation>다시 업스케일</translation>
    </message>
    <message numerus="yes">
        <source>Upscale %n picture(s)</source>
        <translation>
            <numerusform>사진 %n장 업스케일</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VersionTabs</name>
    <message>
        <source>Versions</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Show this version (%1). With Shift: compare with it.</source>
        <translation>이 버전을 봅니다 (%1). Shift와 함께 누르면 비교 대상이 됩니다.</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Picture: none</source>
        <extracomment>One press of an arrow key moves by this share of the pane. Whether a version may be closed; whoever hears ``close_wanted`` decides. Whether somebody chose it; else it is what there was first. What is said of versions besides their names, such as scores, by their numbers.</extracomment>
        <translation>사진: 없음</translation>
    </message>
    <message>
        <source>Picture: %1</source>
        <translation>사진: %1</translation>
    </message>
    <message>
        <source>Compared with %1.</source>
        <extracomment>One key press moves the line or the lens by this share of the pane.</extracomment>
        <translation>%1과(와) 비교합니다.</translation>
    </message>
    <message>
        <source>%1 moves alone.</source>
        <translation>%1만 따로 움직입니다.</translation>
    </message>
    <message>
        <source>%1 moves with the others.</source>
        <translation>%1도 다른 칸과 함께 움직입니다.</translation>
    </message>
</context>
<context>
    <name>ViewerBar</name>
    <message>
        <source>Manner of the difference</source>
        <extracomment>Logical pixels.</extracomment>
        <translation>차이 표시 방식</translation>
    </message>
    <message>
        <source>Gain of the difference</source>
        <translation>차이 배수</translation>
    </message>
    <message>
        <source>How many times the difference is enlarged</source>
        <translation>차이를 몇 배로 키울지</translation>
    </message>
    <message>
        <source>Tolerance of the difference</source>
        <translation>차이의 허용 오차</translation>
    </message>
    <message>
        <source>Differences of a channel up to this one count as none</source>
        <translation>채널의 차이가 이 값 이하이면 없는 것으로 봅니다</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>배율</translation>
    </message>
</context>
</TS>
