namespace ScoreSde.Torch;

/// <summary>Where the normals of a run on tensors are made. Both are the same numbers: those of Philox under the noise's name.</summary>
public enum NoiseSource
{
    /// <summary>On the CPU, by the vector kernels that the CPU's own state space uses, then uploaded: the same bits as on the CPU.</summary>
    Host,

    /// <summary>On the device, by integer arithmetic on tensors: no upload, equal to the host's to the rounding of a logarithm and a cosine.</summary>
    Device,
}
