namespace ScoreSde.Cuda.Driver;

/// <summary>What a kernel is asked or told (CUfunction_attribute).</summary>
internal enum FunctionAttribute
{
    /// <summary>Bytes of local memory of a thread: registers that did not suffice.</summary>
    LocalBytes = 3,

    /// <summary>Registers of a thread.</summary>
    Registers = 4,

    /// <summary>Shared memory beyond what the source names.</summary>
    DynamicSharedBytes = 8,
}
