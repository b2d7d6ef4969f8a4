; The installer of the Windows program: for one person, without an administrator. Read by windows/installer.py.
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh

Name "Sessions"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Sessions"
SetCompressor /SOLID /FINAL ${COMPRESSOR}
SetOverwrite on
BrandingText "Sessions ${VERSION}"
ManifestDPIAware true
ManifestSupportedOS Win10

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=1033 ProductName "Sessions"
VIAddVersionKey /LANG=1033 FileDescription "Sessions set-up"
VIAddVersionKey /LANG=1033 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=1033 FileVersion "${VERSION}"
VIAddVersionKey /LANG=1033 CompanyName "${PUBLISHER}"
VIAddVersionKey /LANG=1033 LegalCopyright "Apache License 2.0"
VIAddVersionKey /LANG=1033 Comments "${FINGERPRINT}"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Sessions"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEPAGE_TITLE "Sessions ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "${WELCOME}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\python\pythonw.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "-m therapist_app"
!define MUI_FINISHPAGE_RUN_TEXT "Start Sessions now"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "The program is removed. The record of your clients, its backups and your settings stay where they are, in $LOCALAPPDATA\Sessions."
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Windows lets nobody write to a program that runs, which is how it is known to be open.
!macro RefuseWhileRunning PROGRAM
  ${If} ${FileExists} "${PROGRAM}"
    ClearErrors
    FileOpen $0 "${PROGRAM}" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "Sessions is open. Close it, and then start this again. Nothing was changed." /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

!macro RefuseWhileOpen
  !insertmacro RefuseWhileRunning "$INSTDIR\python\pythonw.exe"
  !insertmacro RefuseWhileRunning "$INSTDIR\python\python.exe"
  !insertmacro RefuseWhileRunning "$INSTDIR\earlier\python\pythonw.exe"
  !insertmacro RefuseWhileRunning "$INSTDIR\earlier\python\python.exe"
!macroend

!macro RemoveProgram
  RMDir /r "$INSTDIR\python"
  RMDir /r "$INSTDIR\lib"
  RMDir /r "$INSTDIR\app"
  RMDir /r "$INSTDIR\guides"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\record.cmd"
  Delete "$INSTDIR\sessions.ico"
  Delete "$INSTDIR\SHA256SUMS"
  Delete "$INSTDIR\sbom.cdx.json"
!macroend

!macro Move WHAT FROM TO
  ${If} ${FileExists} "${FROM}\${WHAT}"
    Rename "${FROM}\${WHAT}" "${TO}\${WHAT}"
  ${EndIf}
!macroend

!macro MoveProgram FROM TO
  !insertmacro Move "python" "${FROM}" "${TO}"
  !insertmacro Move "lib" "${FROM}" "${TO}"
  !insertmacro Move "app" "${FROM}" "${TO}"
  !insertmacro Move "guides" "${FROM}" "${TO}"
  !insertmacro Move "licences" "${FROM}" "${TO}"
  !insertmacro Move "record.cmd" "${FROM}" "${TO}"
  !insertmacro Move "sessions.ico" "${FROM}" "${TO}"
  !insertmacro Move "SHA256SUMS" "${FROM}" "${TO}"
  !insertmacro Move "sbom.cdx.json" "${FROM}" "${TO}"
!macroend

; The program that is here stays beside the new one until somebody has signed in with that: the record is theirs alike
; until then. One that nobody signed in with yet makes way; the one that it stands beside stays.
!macro KeepEarlier
  ${If} ${FileExists} "$INSTDIR\earlier\app"
    !insertmacro RemoveProgram
  ${ElseIf} ${FileExists} "$INSTDIR\app"
    RMDir /r "$INSTDIR\earlier"
    CreateDirectory "$INSTDIR\earlier"
    ClearErrors
    !insertmacro MoveProgram "$INSTDIR" "$INSTDIR\earlier"
    ${If} ${Errors}
      !insertmacro MoveProgram "$INSTDIR\earlier" "$INSTDIR"
      RMDir "$INSTDIR\earlier"
      MessageBox MB_OK|MB_ICONEXCLAMATION "A file of the program that is here is held by another program. Restart Windows, and then start this again. Nothing was changed." /SD IDOK
      SetErrorLevel 4
      Quit
    ${EndIf}
  ${EndIf}
!macroend

Function .onInstFailed
  ${If} ${FileExists} "$INSTDIR\earlier\app"
    SetOutPath "$TEMP"
    !insertmacro RemoveProgram
    !insertmacro MoveProgram "$INSTDIR\earlier" "$INSTDIR"
    RMDir "$INSTDIR\earlier"
  ${EndIf}
FunctionEnd

Section "Sessions"
  SetShellVarContext current
  !insertmacro RefuseWhileOpen
  !insertmacro KeepEarlier
  SetOutPath "$INSTDIR"
  File /r "${TREE}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateDirectory "$SMPROGRAMS\Sessions"
  SetOutPath "$INSTDIR\app"
  CreateShortcut "$SMPROGRAMS\Sessions\Sessions.lnk" "$INSTDIR\python\pythonw.exe" "-m therapist_app" "$INSTDIR\sessions.ico"
  SetOutPath "$INSTDIR"
  CreateShortcut "$SMPROGRAMS\Sessions\Sessions, look after the record.lnk" "$SYSDIR\cmd.exe" '/k ""$INSTDIR\record.cmd" --help"' "$INSTDIR\sessions.ico"
  CreateShortcut "$SMPROGRAMS\Sessions\Sessions, guides.lnk" "$INSTDIR\guides\index.html"
  ${If} ${FileExists} "$INSTDIR\earlier\app"
    SetOutPath "$INSTDIR\earlier\app"
    CreateShortcut "$SMPROGRAMS\Sessions\Sessions, the version before.lnk" "$INSTDIR\earlier\python\pythonw.exe" "-m therapist_app" "$INSTDIR\earlier\sessions.ico"
  ${EndIf}
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Sessions"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${UNINSTALL}" "Comments" "${FINGERPRINT}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\sessions.ico"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  SetShellVarContext current
  !insertmacro RefuseWhileOpen
  !insertmacro RemoveProgram
  RMDir /r "$INSTDIR\earlier"
  RMDir /r "$INSTDIR\earlier-left"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  RMDir /r "$SMPROGRAMS\Sessions"
  DeleteRegKey HKCU "${UNINSTALL}"
  ${If} ${FileExists} "$LOCALAPPDATA\Sessions\*.*"
    MessageBox MB_OK|MB_ICONINFORMATION "The program is removed. The record stays in $LOCALAPPDATA\Sessions; a program that is installed later opens it there." /SD IDOK
  ${EndIf}
SectionEnd
