"""Words that stand in English in a Korean window, because they are names."""

from __future__ import annotations

#: What is called the same in every language, and what tests type.
NAMES = (
    *(
        "SR Studio",
        "Adobe RGB",
        "Display P3",
        "PSNR RGB",
        "PSNR [dB]",
        "LPIPS (AlexNet)",
        "LPIPS (VGG16)",
        "LPIPS (SqueezeNet)",
    ),
    *("SSIM (daala)", "MATLAB uint8", "CSV, JSON, LaTeX, Markdown", "PySide6 Essentials"),
    *("Ctrl", "Shift", "Alt", "Return", "Backspace", "Del", "CPU", "GPU", "OpenVINO", "ncnn"),
    *("Which looks better", "SRGAN against bicubic", "Ledig", "Shi", "et al.", "arXiv", "Sec."),
    *("SSIM_Y", "SSIM_DAALA", "PSNR_Y", "NIQE"),
)
