namespace ScoreSde.Training;

/// <summary>How the learning rate goes after the warm-up.</summary>
public enum LearningRateDecay
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>Half a cosine down to 0 at the last step. Loshchilov and Hutter 2017, eq. (5), without restarts.</summary>
    Cosine,
}
