using ScoreSde.Cuda.Driver;

namespace ScoreSde.Cuda.Sampling;

/// <summary>Whether runs in one kernel are possible on this machine.</summary>
public static class CudaSupport
{
    /// <summary>Null where they are; else what is missing, without a full stop. The first question starts the driver.</summary>
    public static string? WhyNot => CudaDevice.WhyNot;

    /// <summary>The card's name.</summary>
    /// <exception cref="CudaMissingException">There is none that can be used.</exception>
    public static string DeviceName => CudaDevice.First.Facts.Name;
}
