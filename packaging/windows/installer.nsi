; The installer for Windows: for this user alone, without administrator rights.
; packaging/installers/windows.py calls makensis with VERSION, SOURCE (the program's folder),
; OUTPUT and ICON.
Unicode true
SetCompressor /SOLID lzma
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "WinMessages.nsh"

!define NAME "Migma Desktop"
!define PROGRAM "Migma Desktop.exe"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\MigmaDesktop"
!define CAPABILITIES "Software\MigmaDesktop\Capabilities"

Name "${NAME}"
OutFile "${OUTPUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Migma Desktop"
InstallDirRegKey HKCU "Software\MigmaDesktop" "Folder"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "CompanyName" "Migma"
VIAddVersionKey "FileDescription" "Installer of ${NAME}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; A kind of file that the program can open; which program opens it stays the user's choice.
!macro OffersToOpen ENDING
    WriteRegStr HKCU "Software\Classes\.${ENDING}\OpenWithProgids" "MigmaDesktop.Email" ""
    WriteRegStr HKCU "${CAPABILITIES}\FileAssociations" ".${ENDING}" "MigmaDesktop.Email"
!macroend

!macro NoLongerOffersToOpen ENDING
    DeleteRegValue HKCU "Software\Classes\.${ENDING}\OpenWithProgids" "MigmaDesktop.Email"
!macroend

!macro Class ID TITLE
    WriteRegStr HKCU "Software\Classes\${ID}" "" "${TITLE}"
    WriteRegStr HKCU "Software\Classes\${ID}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
    WriteRegStr HKCU "Software\Classes\${ID}\shell\open\command" "" \
        '"$INSTDIR\${PROGRAM}" "%1"'
!macroend

Function .onInit
    ; A running program keeps its files locked, and would be half replaced.
    IfFileExists "$INSTDIR\${PROGRAM}" 0 free
    again:
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    IfErrors 0 close
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION \
        "${NAME} is open. Close its window, then choose Retry." /SD IDCANCEL IDRETRY again
    Abort
    close:
    FileClose $0
    free:
FunctionEnd

Section "${NAME}"
    ; What an older version had and this one has not would stay otherwise.
    RMDir /r "$INSTDIR\_internal"
    SetOutPath "$INSTDIR"
    File /r "${SOURCE}/*"
    WriteUninstaller "$INSTDIR\Uninstall.exe"
    CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}"

    !insertmacro Class "MigmaDesktop.Email" "Email"
    !insertmacro Class "MigmaDesktop.Draft" "Migma email draft"
    !insertmacro Class "MigmaDesktop.mailto" "URL:MailTo Protocol"
    WriteRegStr HKCU "Software\Classes\MigmaDesktop.mailto" "URL Protocol" ""
    WriteRegStr HKCU "Software\Classes\.migma" "" "MigmaDesktop.Draft"
    !insertmacro OffersToOpen "eml"
    !insertmacro OffersToOpen "html"
    !insertmacro OffersToOpen "md"
    !insertmacro OffersToOpen "mjml"

    ; Lets Settings, Default apps, offer it for mailto: links (Default Programs, Microsoft Learn).
    WriteRegStr HKCU "${CAPABILITIES}" "ApplicationName" "${NAME}"
    WriteRegStr HKCU "${CAPABILITIES}" "ApplicationDescription" \
        "Write an email, see exactly what will arrive, and send it."
    WriteRegStr HKCU "${CAPABILITIES}\URLAssociations" "mailto" "MigmaDesktop.mailto"
    WriteRegStr HKCU "${CAPABILITIES}\FileAssociations" ".migma" "MigmaDesktop.Draft"
    WriteRegStr HKCU "Software\RegisteredApplications" "${NAME}" "${CAPABILITIES}"
    WriteRegStr HKCU "Software\MigmaDesktop" "Folder" "$INSTDIR"

    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
    WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM},0"
    WriteRegStr HKCU "${KEY}" "Publisher" "Migma"
    WriteRegStr HKCU "${KEY}" "URLInfoAbout" "https://migma.ai"
    WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
    WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
    WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
    WriteRegDWORD HKCU "${KEY}" "NoModify" 1
    WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
    Delete "$SMPROGRAMS\${NAME}.lnk"
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\${PROGRAM}"
    Delete "$INSTDIR\migma-desktop.exe"
    Delete "$INSTDIR\Uninstall.exe"
    RMDir "$INSTDIR"
    DeleteRegKey HKCU "${KEY}"
    DeleteRegKey HKCU "Software\MigmaDesktop"
    DeleteRegKey HKCU "Software\Classes\MigmaDesktop.Email"
    DeleteRegKey HKCU "Software\Classes\MigmaDesktop.Draft"
    DeleteRegKey HKCU "Software\Classes\MigmaDesktop.mailto"
    DeleteRegKey HKCU "Software\Classes\.migma"
    DeleteRegValue HKCU "Software\RegisteredApplications" "${NAME}"
    !insertmacro NoLongerOffersToOpen "eml"
    !insertmacro NoLongerOffersToOpen "html"
    !insertmacro NoLongerOffersToOpen "md"
    !insertmacro NoLongerOffersToOpen "mjml"
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

    ; Asked last, and No is the answer of a silent run: nobody loses emails without having said so.
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 \
        "Delete your emails and settings as well?$\r$\n$\r$\nChoose No to keep them: installed \
again, the program finds them." /SD IDNO IDNO keep
    RMDir /r "$LOCALAPPDATA\MigmaDesktop"
    keep:
SectionEnd
