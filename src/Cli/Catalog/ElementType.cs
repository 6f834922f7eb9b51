namespace ScoreSde.Cli.Catalog;

/// <summary>The numbers that states are made of.</summary>
internal enum ElementType
{
    /// <summary>32 bits.</summary>
    Float,

    /// <summary>64 bits.</summary>
    Double,
}
