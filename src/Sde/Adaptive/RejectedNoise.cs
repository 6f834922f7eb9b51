namespace ScoreSde.Adaptive;

/// <summary>What becomes of the noise of a step that is given up.</summary>
public enum RejectedNoise
{
    /// <summary>It stays part of the sample's Brownian path, and shorter steps take theirs from it.</summary>
    Kept,

    /// <summary>
    /// The step is tried again with fresh noise, as published. Steps with large noise are the ones given up, so that what is kept is too
    /// small: the law of the samples is wrong, and more so the smaller the tolerance.
    /// </summary>
    Redrawn,
}
