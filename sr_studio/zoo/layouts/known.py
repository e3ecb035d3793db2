"""All key layouts, those of the papers' own networks first."""

from __future__ import annotations

from sr_studio.zoo.layouts import espcn, msrresnet, rrdbnet, srcnn, srresnet
from sr_studio.zoo.layouts.fast_srgan import FAST_SRGAN
from sr_studio.zoo.layouts.kair import MSRRESNET0
from sr_studio.zoo.layouts.layout import Layout
from sr_studio.zoo.layouts.leftthomas import LEFTTHOMAS
from sr_studio.zoo.layouts.lornatang import LORNATANG
from sr_studio.zoo.layouts.pytorch_gan import PYTORCH_GAN
from sr_studio.zoo.layouts.sgrvinod import SGRVINOD

LAYOUTS: tuple[Layout, ...] = (
    srresnet.OURS,
    rrdbnet.BASICSR,
    rrdbnet.MMSR,
    rrdbnet.OLD,
    msrresnet.BASICSR,
    msrresnet.MMSR,
    msrresnet.MMAGIC,
    MSRRESNET0,
    LORNATANG,
    LEFTTHOMAS,
    PYTORCH_GAN,
    SGRVINOD,
    FAST_SRGAN,
    srcnn.PLAIN,
    srcnn.KHANU263,
    espcn.OURS,
    espcn.NUMBERED,
    espcn.IN_PARTS,
)
