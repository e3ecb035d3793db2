"""PSNR, SSIM, NIQE, LPIPS and benchmark tables, each with its convention in its name."""
