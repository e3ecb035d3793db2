<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>FolderList</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FolderSearch</name>
    <message numerus="yes">
        <source>%n result(s) of earlier times were left out.</source>
        <translation>
            <numerusform>%n result of earlier times was left out.</numerusform>
            <numerusform>%n results of earlier times were left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MoreOptions</name>
    <message numerus="yes">
        <source>%n pass(es)</source>
        <translation>
            <numerusform>%n pass</numerusform>
            <numerusform>%n passes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other method(s)</source>
        <translation>
            <numerusform>%n other method</numerusform>
            <numerusform>%n other methods</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueHead</name>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Removing</name>
    <message numerus="yes">
        <source>%n result(s) are not saved and will be gone.</source>
        <translation>
            <numerusform>%n result is not saved and will be gone.</numerusform>
            <numerusform>%n results are not saved and will be gone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message numerus="yes">
        <source>%n method(s)</source>
        <translation>
            <numerusform>%n method</numerusform>
            <numerusform>%n methods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Saver</name>
    <message numerus="yes">
        <source>%n result(s) saved.</source>
        <translation>
            <numerusform>%n result saved.</numerusform>
            <numerusform>%n results saved.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UpscalePage</name>
    <message numerus="yes">
        <source>%n picture(s) are still being made larger.</source>
        <translation>
            <numerusform>%n picture is still being made larger.</numerusform>
            <numerusform>%n pictures are still being made larger.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) are not saved.</source>
        <translation>
            <numerusform>%n result is not saved.</numerusform>
            <numerusform>%n results are not saved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Upscale %n picture(s)</source>
        <translation>
            <numerusform>Upscale %n picture</numerusform>
            <numerusform>Upscale %n pictures</numerusform>
        </translation>
    </message>
</context>
</TS>
