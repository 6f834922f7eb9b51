namespace ScoreSde.Cuda.Recording;

/// <summary>What an <see cref="Instruction"/> does; the numbers are the kernel's.</summary>
internal enum InstructionKind
{
    /// <summary>slot[target] = ε(slot[a], level b).</summary>
    Evaluate = 0,

    /// <summary>slot[target] = Σ weight · slot over terms first … first + count − 1, in order, with fused multiply-add; the target may be a term.</summary>
    Combine = 1,

    /// <summary>slot[target] = (count ? slot[target] : 0) + weight · z, z named by purpose a and interval b.</summary>
    Normal = 2,

    /// <summary>slot[target] += weight · (‖slot[first]‖/‖slot[count]‖)^b · slot[a], row by row, left out where the denominator is 0.</summary>
    Ratio = 3,

    /// <summary>Notes step a for each row in which slot[target] is not finite.</summary>
    Check = 4,
}
