namespace ScoreSde.Cuda.Driver;

/// <summary>What a device is asked (CUdevice_attribute).</summary>
internal enum DeviceAttribute
{
    /// <summary>The most threads of a block.</summary>
    ThreadsPerBlock = 1,

    /// <summary>Multiprocessors.</summary>
    Multiprocessors = 16,

    /// <summary>Compute capability, in front of the point.</summary>
    CapabilityMajor = 75,

    /// <summary>Compute capability, behind the point.</summary>
    CapabilityMinor = 76,

    /// <summary>The most shared memory of a block that asks for it.</summary>
    SharedBytesPerBlock = 97,
}
