namespace ScoreSde.Data;

/// <summary>What the axes of an array after the first, which counts the rows, stand for.</summary>
public enum DataLayout
{
    /// <summary>Numbers without a shape: all axes become one.</summary>
    Rows,

    /// <summary>[height, width]: grey pictures.</summary>
    HeightWidth,

    /// <summary>[height, width, channels].</summary>
    ChannelsLast,

    /// <summary>[channels, height, width]; put in order with the channels last.</summary>
    ChannelsFirst,
}
