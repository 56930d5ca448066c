; Installs the program for the present user, without asking for an administrator. Called by windows.py with
; VERSION, BUNDLE (folder), LICENSES (folder), ICON and TARGET defined.

Unicode true
SetCompressor /SOLID lzma
ManifestDPIAware true
RequestExecutionLevel user

!include "MUI2.nsh"
!include "FileFunc.nsh"

!define TITLE "Neural playground"
!define PROJECT "NeuralPlayground.Project"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\NeuralPlayground"
!define CLASSES "Software\Classes"

Name "${TITLE}"
OutFile "${TARGET}"
InstallDir "$LOCALAPPDATA\Programs\${TITLE}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "${TITLE} ${VERSION}"

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${TITLE}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${TITLE} installer"
VIAddVersionKey "LegalCopyright" "The playground's authors, MIT License"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\playground.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; What an installation consists of. Never the whole folder: the user may have chosen one with other things in it.
!macro RemoveProgram
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licenses"
  Delete "$INSTDIR\playground.exe"
  Delete "$INSTDIR\playground-console.exe"
!macroend

Section
  !insertmacro RemoveProgram
  SetOutPath "$INSTDIR"
  File /r "${BUNDLE}\*"
  SetOutPath "$INSTDIR\licenses"
  File /r "${LICENSES}\*"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\playground.exe"

  ; Projects open with it; CSV files keep their program and offer it under "Open with".
  WriteRegStr HKCU "${CLASSES}\${PROJECT}" "" "Neural playground project"
  WriteRegStr HKCU "${CLASSES}\${PROJECT}\DefaultIcon" "" "$INSTDIR\playground.exe,0"
  WriteRegStr HKCU "${CLASSES}\${PROJECT}\shell\open\command" "" '"$INSTDIR\playground.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\.nnp" "" "${PROJECT}"
  WriteRegStr HKCU "${CLASSES}\Applications\playground.exe" "FriendlyAppName" "${TITLE}"
  WriteRegStr HKCU "${CLASSES}\Applications\playground.exe\shell\open\command" "" '"$INSTDIR\playground.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\Applications\playground.exe\SupportedTypes" ".csv" ""
  WriteRegStr HKCU "${CLASSES}\.csv\OpenWithList\playground.exe" "" ""

  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\playground.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The playground's authors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  !insertmacro RemoveProgram
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  DeleteRegKey HKCU "${CLASSES}\${PROJECT}"
  DeleteRegKey HKCU "${CLASSES}\.nnp"
  DeleteRegKey HKCU "${CLASSES}\Applications\playground.exe"
  DeleteRegKey HKCU "${CLASSES}\.csv\OpenWithList\playground.exe"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
