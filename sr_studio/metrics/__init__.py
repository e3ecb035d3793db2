"""PSNR, SSIM, NIQE and LPIPS, each with its convention."""
